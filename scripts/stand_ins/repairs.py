"""The repair prompt: the draft that fits the definition, in some cases after further mistakes."""

import json

from agent.evaluation.loading import LoadedCase
from scripts.stand_ins.drafts import draft

#: Answers before the right one, by case.
_BEFORE: dict[str, list[str]] = {
    # The refused field is gone, the claim that nothing calls for is still there.
    "rules-hide-the-gate": [
        '{"objects": [{"kind": "Deployment", "spec": []},'
        ' {"kind": "PersistentVolumeClaim", "spec": []}], "cannot": null}'
    ],
    "form-hides-the-rules": [
        '{"objects": [{"kind": "Deployment", "spec": []}, {"kind": "Ingress", "spec": []}], "cannot": null}'
    ],
    "all-rounds": [
        '{"objects": [{"kind": "ReplicaSet", "spec": []}, {"kind": "Service", "spec": []}], "cannot": null}',
        '{"objects": [{"kind": "StatefulSet", "spec": [{"path": "replicas", "value": 1}]},'
        ' {"kind": "Service", "spec": []}], "cannot": null}',
    ],
}
#: Why a case cannot be mended, by case.
_CANNOT = {
    "image-without-a-version": "The gate wants a fixed image version, and the definition has latest.",
    "more-replicas-than-allowed": "The definition asks for more replicas than any environment may have.",
}


def answer(case: LoadedCase, asked: int) -> str:
    """Mend the draft of a case, or say that it cannot be done."""
    before = _BEFORE.get(case.case.name, [])
    if asked < len(before):
        return before[asked]
    if case.case.name in _CANNOT:
        return json.dumps({"objects": [], "cannot": _CANNOT[case.case.name]})
    return json.dumps(draft(case))
