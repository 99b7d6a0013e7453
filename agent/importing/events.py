"""KEDA: scaling by events, and what its triggers log in with."""

from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, mapping
from agent.importing.traffic import renamed

#: What KEDA takes for the most pods when nobody says (keda.sh/v1alpha1 ScaledObject).
_MOST_PODS = 100


def map_event_scaling(draft: Draft, workload: Workload, metadata: Metadata) -> bool:
    """Map the ScaledObject, and tell whether there is one: then it owns the number of pods."""
    found = workload.all("ScaledObject")
    for other in found[1:]:
        draft.leave_out(Place(other), "a workload has one autoscaler")
    if not found:
        return False
    place = Place(found[0], ("spec",))
    fields = {key: value for key, value in found[0].spec.items() if key != "scaleTargetRef"}
    authentications = [_authentication(item) for item in workload.all("TriggerAuthentication")]
    draft.settings["enable_keda"] = True
    draft.put("keda", {"maxReplicaCount": _MOST_PODS, **fields, "authentications": authentications or None}, place)
    draft.settings.pop("replicas", None)
    if "replicas" in workload.object.spec:
        draft.platform_decides(Place(workload.object, ("spec", "replicas")), "KEDA owns the number of pods")
    target = mapping(found[0].spec.get("scaleTargetRef"))
    if "envSourceContainerName" in target:
        draft.leave_out(place.at("scaleTargetRef", "envSourceContainerName"), "the bundle has no place for it")
    for item in (found[0], *workload.all("TriggerAuthentication")):
        metadata.dropped(item)
    renamed(draft, found[0])
    return True


def _authentication(item: SourceObject) -> dict[str, Any]:
    return {"name": item.name, **item.spec}
