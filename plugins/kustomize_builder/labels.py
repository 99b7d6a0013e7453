"""Labels that every object of an environment carries: one entry of the overlay instead of a patch an object.

kustomize's ``labels`` with ``includeTemplates`` reaches the metadata of every object and of the templates in
the kinds below, and creates what is not there; so a label counts only if it is in all these places.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from plugins.kustomize_builder.objects import Objects

_GROUPS = frozenset({"apps/v1", "batch/v1", "v1"})
_TEMPLATES: dict[str, list[tuple[str, ...]]] = {
    "CronJob": [("spec", "jobTemplate"), ("spec", "jobTemplate", "spec", "template")],
    "DaemonSet": [("spec", "template")],
    "Deployment": [("spec", "template")],
    "Job": [("spec", "template")],
    "ReplicaSet": [("spec", "template")],
    "ReplicationController": [("spec", "template")],
    "StatefulSet": [("spec", "template")],
}


def shared_labels(objects: Objects, base: Objects) -> dict[str, str]:
    """Return the labels that all objects of an environment have everywhere and some of the base do not."""
    label_maps = [labels for item in objects.values() for labels in _label_maps(item.data)]
    everywhere = {
        key: value
        for key, value in (label_maps[0] if label_maps else {}).items()
        if isinstance(value, str) and all(labels.get(key) == value for labels in label_maps)
    }
    in_base = [labels for item in base.values() for labels in _label_maps(item.data)]
    return {key: value for key, value in everywhere.items() if any(labels.get(key) != value for labels in in_base)}


def without_labels(data: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """Return an object without labels that it will be given; what would be left empty goes too."""
    stripped = deepcopy(data)
    for owner in _owners(stripped):
        metadata = owner["metadata"]
        for key in labels:
            metadata["labels"].pop(key, None)
        if labels and not metadata["labels"]:
            del metadata["labels"]
        if not metadata:
            del owner["metadata"]
    return stripped


def _label_maps(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for owner in _owners(data):
        metadata = owner.get("metadata") if isinstance(owner, dict) else None
        labels = metadata.get("labels") if isinstance(metadata, dict) else None
        yield labels if isinstance(labels, dict) else {}


def _owners(data: dict[str, Any]) -> Iterator[Any]:
    """Yield the object and the templates inside it, or ``None`` where kustomize would make one."""
    yield data
    kind = data.get("kind")
    if kind not in _TEMPLATES:
        return
    if data.get("apiVersion") not in _GROUPS:
        yield None  # somebody else's kind of that name: whether kustomize reaches inside is not certain
        return
    for path in _TEMPLATES[str(kind)]:
        yield _at(data, path)
    claims = _at(data, ("spec", "volumeClaimTemplates")) if kind == "StatefulSet" else None
    yield from claims if isinstance(claims, list) else ()


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data
