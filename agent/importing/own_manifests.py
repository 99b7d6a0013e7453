"""What this agent generated itself says more than other manifests do."""

import re

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.objects import SourceObject
from foundation.model.names import SEMANTIC_VERSION, is_job_of
from foundation.model.run.trace import GENERATED_BY

_CHART, _COMPONENT = "helm.sh/chart", "app.kubernetes.io/name"


def is_ours(item: SourceObject) -> bool:
    """Tell whether this agent generated an object."""
    return item.labels().get("generated_by") == GENERATED_BY


def component_of(item: SourceObject) -> str:
    """Return the name of a workload's component: of our Jobs, what stands before the digest of what they run."""
    component = str(item.labels().get(_COMPONENT, ""))
    return component if is_ours(item) and item.kind == "Job" and is_job_of(item.name, component) else item.name


def map_absences(draft: Draft, workload: Workload) -> None:
    """Switch off what the platform adds where its own manifests lack it: somebody had switched it off."""
    switches = {"NetworkPolicy": "enable_network_policy", "PodDisruptionBudget": "enable_disruption_budget"}
    for kind, switch in switches.items():
        if not workload.all(kind):
            draft.settings[switch] = False
    if not any(workload.all(kind) for kind in ("Ingress", "HTTPRoute", "GRPCRoute")):
        draft.settings["enable_ingress"] = False
    if "revisionHistoryLimit" not in workload.object.spec:
        draft.settings["revision_history_limit"] = None


def chart_version(workload: Workload) -> str | None:
    """Return the version of the chart that the workload came from."""
    label = workload.object.labels().get(_CHART, "")
    version = re.search(rf"-({SEMANTIC_VERSION})$", label.replace("_", "+"))
    return version[1] if version else None
