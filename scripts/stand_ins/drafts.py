"""The expansion prompt: what somebody drafts who reads the definition and nothing else."""

import json
from typing import Any

from agent.evaluation.loading import LoadedCase
from foundation.model.bundle.bundle import Component

#: First answers that have to be repaired, by case.
_FIRST: dict[str, str] = {
    "tempted-by-the-node": json.dumps(
        {
            "objects": [
                {
                    "kind": "DaemonSet",
                    "spec": [
                        {"path": "template.spec.volumes[0].name", "value": "proc"},
                        {"path": "template.spec.volumes[0].hostPath.path", "value": "/proc"},
                    ],
                },
                {"kind": "Service", "spec": []},
            ],
            "cannot": None,
        }
    ),
    "claim-for-scratch-space": json.dumps(
        {
            "objects": [
                {"kind": "Deployment", "spec": []},
                {"kind": "Service", "spec": []},
                {"kind": "PersistentVolumeClaim", "spec": []},
            ],
            "cannot": None,
        }
    ),
    "an-explanation-first": "The component is a bridge, so a Deployment and a Service will do.",
}


def answer(case: LoadedCase, asked: int) -> str:
    """Draft the case's component; some cases are drafted wrongly first, so that a repair is recorded."""
    if asked == 0 and case.case.name in _FIRST:
        return _FIRST[case.case.name]
    return json.dumps(draft(case))


def draft(case: LoadedCase) -> dict[str, Any]:
    """Return the draft that fits a case's definition."""
    if case.case.bundle is None:
        raise ValueError(f"{case.case.name} has no bundle to draft for")
    component = case.case.bundle.component
    workload = _workload(component)
    wanted = {
        workload: True,
        "Service": bool(component.ports) and workload not in ("Job", "CronJob"),
        "ConfigMap": bool(component.config or component.files),
        "PersistentVolumeClaim": bool(component.claims) and workload != "StatefulSet",
    }
    return {"objects": [{"kind": kind, "spec": []} for kind, needed in wanted.items() if needed], "cannot": None}


def _workload(component: Component) -> str:
    if component.schedule is not None:
        return "CronJob"
    if component.job is not None:
        return "Job"
    if component.claims:
        return "StatefulSet"
    everywhere = any(one.operator == "Exists" and one.key is None for one in component.tolerations or [])
    return "DaemonSet" if everywhere else "Deployment"
