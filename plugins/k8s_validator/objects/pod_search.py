"""Pods in objects of kinds that nobody here knows: custom resources that run pods in ways of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.values import mapping, mappings

_CONTAINERS = ("containers", "initContainers")
#: What only a container has beside its image.
_OF_CONTAINERS = ("command", "args", "env", "envFrom", "ports", "resources", "securityContext", "volumeMounts")
#: Values of a chart that another program renders: its templates say what they mean.
_OF_CHARTS = ("values", "valuesObject")
#: Policy engines, whose rules describe pods and run none.
_POLICIES = ("kyverno.io", "gatekeeper.sh")


@dataclass(frozen=True, slots=True)
class PodTemplate:
    """A pod template in an object.

    Attributes:
        path: path of the template; empty for a Pod.
        place: path of the pod's spec.
        metadata: metadata of the pods.
        spec: the spec.
    """

    path: Path
    place: Path
    metadata: dict[str, Any]
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unread:
    """What looks like a part of a pod and cannot be read as one.

    Attributes:
        path: where it is.
        why: why it cannot be read, in a few words.
    """

    path: Path
    why: str


def search(data: dict[str, Any]) -> Iterator[PodTemplate | Unread]:
    """Yield the pod templates of an object of an unknown kind, and what cannot be read, in their order."""
    if str(data.get("apiVersion", "")).partition("/")[0].endswith(_POLICIES):
        return
    stack: list[tuple[Path, Any]] = [((), data)]
    seen: set[int] = set()
    while stack:
        path, value = stack.pop()
        # What an anchor repeats is looked at once.
        if not isinstance(value, (dict, list)) or id(value) in seen:
            continue
        seen.add(id(value))
        found = _read(path, value) if isinstance(value, dict) else None
        if found is not None:
            yield found
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        read = found.spec if isinstance(found, PodTemplate) else None
        if read is not value and not isinstance(found, Unread):
            stack += [
                ((*path, key), item)
                for key, item in reversed(list(inside))
                if item is not read and key not in _OF_CHARTS
            ]


def _read(path: Path, value: dict[str, Any]) -> PodTemplate | Unread | None:
    spec = mapping(value.get("spec"))
    if _has_containers(spec):
        # An object of its own with containers may only add to those that its controller makes.
        if path or all("image" in container for _, container in _containers(spec)):
            return PodTemplate(path, (*path, "spec"), mapping(value.get("metadata")), spec)
        return Unread((*path, "spec"), "its containers are parts of containers")
    if path and path[-1] != "spec" and _has_containers(value):
        return PodTemplate(path, path, {}, value)
    if any(_is_container(item) for name in _CONTAINERS for item in mapping(value.get(name)).values()):
        return Unread(path, "its containers are no list")
    return Unread(path, "it has a container outside a pod template") if _is_container(value) else None


def _containers(spec: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return [found for name in _CONTAINERS for found in mappings(spec.get(name))]


def _has_containers(spec: dict[str, Any]) -> bool:
    """Tell whether a mapping is a pod's spec; lists of names are none."""
    return any("name" in container or "image" in container for _, container in _containers(spec))


def _is_container(value: Any) -> bool:
    return (
        isinstance(value, dict) and isinstance(value.get("image"), str) and any(key in value for key in _OF_CONTAINERS)
    )
