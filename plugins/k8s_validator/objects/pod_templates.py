"""Where an object holds pod templates: at a known place for Kubernetes' kinds, found by looking for all others."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.kinds import group_of, is_kubernetes
from plugins.k8s_validator.objects.pod_search import PodTemplate, Unread, search
from plugins.k8s_validator.objects.values import mapping, value_at

_POD_TEMPLATES: dict[str, Path] = {
    "Pod": (),
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "ScaledJob": ("spec", "jobTargetRef", "template"),
    "PodTemplate": ("template",),
}
#: Kinds that run pods.
WORKLOADS = tuple(_POD_TEMPLATES)
#: Kinds whose pods run to an end.
BATCH = ("Job", "CronJob", "ScaledJob")


def pod_template(data: dict[str, Any]) -> tuple[Path, dict[str, Any]] | None:
    """Return the pod template of a kind with a known place for it, with its path; a Pod is its own template."""
    path = _POD_TEMPLATES.get(str(data.get("kind")))
    template = value_at(data, path) if path is not None else None
    return (path, template) if path is not None and isinstance(template, dict) else None


def pod_templates(data: dict[str, Any]) -> list[PodTemplate]:
    """Return every pod template of an object of any kind."""
    if _is_searched(data):
        return [found for found in search(data) if isinstance(found, PodTemplate)]
    found = pod_template(data)
    if found is None:
        return []
    path, template = found
    return [PodTemplate(path, (*path, "spec"), mapping(template.get("metadata")), mapping(template.get("spec")))]


def unread_pods(data: dict[str, Any]) -> list[Unread]:
    """Return what looks like a part of a pod in an object and cannot be read as one."""
    return [found for found in search(data) if isinstance(found, Unread)] if _is_searched(data) else []


def _is_searched(data: dict[str, Any]) -> bool:
    """Looking everywhere takes time, so kinds that are known are left out."""
    kind = str(data.get("kind"))
    return kind != "ScaledJob" and not is_kubernetes(group_of(data), kind)


def metadata_places(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the metadata of the object and of each template inside it, with its path."""
    places: list[Path] = [("metadata",)]
    # A spec without a template around it has no metadata to write labels in.
    places += [(*found.path, "metadata") for found in pod_templates(data) if found.path and found.path != found.place]
    if data.get("kind") == "CronJob":
        places.append(("spec", "jobTemplate", "metadata"))
    for place in places:
        metadata = value_at(data, place)
        yield place, metadata if isinstance(metadata, dict) else {}
