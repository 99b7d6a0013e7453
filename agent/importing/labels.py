"""Labels and annotations: what the platform sets itself is left to it, what all objects share is written once."""

import re
from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.objects import Place, SourceObject, mapping
from agent.importing.own_manifests import is_ours
from foundation.model.labels import RESERVED_LABELS

#: Annotations that the chart writes on every object or pod.
_OWN_ANNOTATIONS = frozenset(
    {"trace_id", "blueprint_id", "component_scope", "generated_by", "agent_origin", "factory_execution_id"}
    | {"checksum/config", "checksum/files", "checksum/otel"}
)
#: Annotations that kubectl, Helm and controllers write.
_TOOLS = re.compile(
    r"kubectl\.kubernetes\.io/(last-applied-configuration|restartedAt)|deployment\.kubernetes\.io/.*|deprecated\..*"
    r"|meta\.helm\.sh/.*|autoscaling\.alpha\.kubernetes\.io/.*|pv\.kubernetes\.io/.*|helm\.sh/resource-policy"
    r"|volume\.(beta\.)?kubernetes\.io/storage-provisioner|batch\.kubernetes\.io/.*"
)
#: Labels that controllers write on what they make.
_CONTROLLERS = re.compile(r"pod-template-hash|controller-uid|(batch|statefulset|apps)\.kubernetes\.io/.*|job-name")
#: Metadata that is mapped, or that the cluster writes.
_KNOWN = frozenset(
    {"name", "namespace", "labels", "annotations", "uid", "resourceVersion", "generation", "creationTimestamp"}
    | {"creationTimestamp", "managedFields", "selfLink"}
)
_OWN = {"labels": RESERVED_LABELS, "annotations": _OWN_ANNOTATIONS}
_WRITTEN = {"labels": _CONTROLLERS, "annotations": _TOOLS}


class Metadata:
    """The labels and annotations of one workload's objects.

    Args:
        draft: the bundle in the making.
        workload: the workload.
    """

    def __init__(self, draft: Draft, workload: Workload) -> None:
        self._draft = draft
        self._told: set[str] = set(RESERVED_LABELS | _OWN_ANNOTATIONS) if is_ours(workload.object) else set()
        template = workload.template.at("metadata")
        objects = [Place(item, ("metadata",)) for item in workload.objects if item.kind != "Secret"]
        jobs = (
            [Place(workload.object, ("spec", "jobTemplate", "metadata"))] if workload.object.kind == "CronJob" else []
        )
        places = [template, *objects, *jobs]
        for place in objects:
            self._tell_rest(place)
        self._common = {kind: self._shared(places, kind) for kind in ("labels", "annotations")}
        for kind, shared in self._common.items():
            if shared:
                draft.put(f"common_{kind}", shared, template.at(kind))
            for job in jobs:
                for key in self._own(job, kind):
                    draft.leave_out(job.at(kind, key), "the Jobs of a CronJob have only what all objects have")

    def _tell_rest(self, place: Place) -> None:
        """Tell what else an object's metadata holds; what the cluster wrote there is left out without a word."""
        for key, value in mapping(place.value).items():
            if key not in _KNOWN and not (key == "finalizers" and value == ["kubernetes.io/pvc-protection"]):
                self._draft.leave_out(place.at(key), "the bundle has no place for it")

    def labels(self, place: Place) -> dict[str, Any]:
        """Return what an object, or a template, adds to the labels of all.

        Args:
            place: its metadata.
        """
        return self._own(place, "labels")

    def annotations(self, place: Place) -> dict[str, Any]:
        """Return what an object, or a template, adds to the annotations of all."""
        return self._own(place, "annotations")

    def dropped(self, item: SourceObject) -> None:
        """Tell what is lost of an object whose labels and annotations have no place in the bundle."""
        for kind in ("labels", "annotations"):
            for key in self._own(Place(item, ("metadata",)), kind):
                self._draft.leave_out(
                    Place(item, ("metadata", kind, key)), f"a {item.kind} takes no {kind} of its own in a bundle"
                )

    def _shared(self, places: list[Place], kind: str) -> dict[str, Any]:
        first, *rest = [mapping(place.at(kind).value) for place in places]
        return {
            key: value
            for key, value in first.items()
            if not _is_foreign(key, kind) and all(other.get(key) == value for other in rest)
        }

    def _own(self, place: Place, kind: str) -> dict[str, Any]:
        found = mapping(place.at(kind).value)
        self._tell(place.at(kind), found.keys() & _OWN[kind])
        return {
            key: value
            for key, value in found.items()
            if not _is_foreign(key, kind) and self._common[kind].get(key) != value
        }

    def _tell(self, place: Place, keys: set[str]) -> None:
        """Tell once of each key that the platform sets it itself."""
        new = sorted(keys - self._told)
        self._told |= keys
        if new:
            self._draft.platform_decides(place, f"the platform sets {', '.join(new)} itself")


def _is_foreign(key: str, kind: str) -> bool:
    """Tell whether somebody else writes a label or an annotation."""
    return key in _OWN[kind] or _WRITTEN[kind].fullmatch(key) is not None
