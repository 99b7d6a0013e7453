"""Pods and containers inside the kinds that run them, prepared once for all rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, mappings, text, value_at

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
}
#: Kinds that run pods.
WORKLOADS = tuple(_POD_TEMPLATES)
#: Kinds whose pods run to an end.
BATCH = ("Job", "CronJob", "ScaledJob")

Role = Literal["container", "init", "sidecar", "ephemeral"]
#: Containers that run as long as their pod does.
LASTING: tuple[Role, ...] = ("container", "sidecar")
#: Containers that a manifest decides on; ephemeral ones take neither ports nor resources nor probes.
PLANNED: tuple[Role, ...] = ("container", "sidecar", "init")
_GROUPS = ("initContainers", "containers", "ephemeralContainers")


@dataclass(frozen=True, slots=True)
class Container:
    """A container.

    Attributes:
        pod: its pod.
        role: main, init, sidecar (an init container that keeps running) or ephemeral.
        path: path in the object.
        data: the container as plain data.
        security: its own securityContext, or an empty mapping.
    """

    pod: "Pod"
    role: Role
    path: Path
    data: dict[str, Any]
    security: dict[str, Any]

    @property
    def name(self) -> str:
        """Name, or an empty string."""
        return text(self.data.get("name"))

    def fault(self, message: str, *path: str | int) -> Fault:
        """Say what is wrong at a path inside the container; the message names it."""
        return Fault(self.pod.object, f"{message} (container {self.name})", (*self.path, *path))

    def inherited(self, key: str) -> Any:
        """Return a field of securityContext as it holds: the container's, else the pod's."""
        own = self.security.get(key)
        return self.pod.security.get(key) if own is None else own

    def ports(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the declared ports with their positions."""
        return mappings(self.data.get("ports"))


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod, or a workload's template of one.

    Attributes:
        object: the object that it is, or is in.
        path: path of the template in the object; empty for a Pod.
        labels: labels of the pod.
        annotations: annotations of the pod.
        spec: its spec.
        security: its securityContext, or an empty mapping.
        standard: version of the Pod Security Standards to hold it against.
        containers: all containers.
    """

    object: KubernetesObject
    path: Path
    labels: dict[str, Any]
    annotations: dict[str, Any]
    spec: dict[str, Any]
    security: dict[str, Any]
    standard: tuple[int, int]
    containers: list[Container] = field(default_factory=list)

    @property
    def windows(self) -> bool:
        """Whether the pod says that it runs on Windows."""
        return bool(mapping(self.spec.get("os")).get("name") == "windows")

    @property
    def own_users(self) -> bool:
        """Whether the pod has a user namespace, so that its root is nobody on the node."""
        return self.spec.get("hostUsers") is False

    @property
    def lasting(self) -> bool:
        """Whether the pod serves until it is told to stop."""
        return self.object.kind not in BATCH

    def volumes(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the volumes with their positions."""
        return mappings(self.spec.get("volumes"))

    def fault(self, message: str, *path: str | int) -> Fault:
        """Say what is wrong at a path inside the pod's spec."""
        return Fault(self.object, message, (*self.path, "spec", *path))


def pod_template(data: dict[str, Any]) -> tuple[Path, dict[str, Any]] | None:
    """Return the pod template of a workload with its path; a Pod is its own template."""
    path = _POD_TEMPLATES.get(str(data.get("kind")))
    template = value_at(data, path) if path is not None else None
    return (path, template) if path is not None and isinstance(template, dict) else None


def pod_of(item: KubernetesObject, standard: tuple[int, int]) -> Pod | None:
    """Return the pod of an object, if it runs one."""
    found = pod_template(item.data)
    if found is None:
        return None
    path, template = found
    metadata, spec = mapping(template.get("metadata")), mapping(template.get("spec"))
    security = mapping(spec.get("securityContext"))
    labels, annotations = mapping(metadata.get("labels")), mapping(metadata.get("annotations"))
    pod = Pod(item, path, labels, annotations, spec, security, standard)
    for group in _GROUPS:
        for index, data in mappings(spec.get(group)):
            place = (*path, "spec", group, index)
            pod.containers.append(Container(pod, _role(group, data), place, data, mapping(data.get("securityContext"))))
    return pod


def _role(group: str, data: dict[str, Any]) -> Role:
    if group == "initContainers":
        return "sidecar" if data.get("restartPolicy") == "Always" else "init"
    return "container" if group == "containers" else "ephemeral"


def metadata_places(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the metadata of the object and of each template inside it, with its path."""
    places: list[Path] = [("metadata",)]
    found = pod_template(data)
    if found and found[0]:
        places.append((*found[0], "metadata"))
    if data.get("kind") == "CronJob":
        places.append(("spec", "jobTemplate", "metadata"))
    for place in places:
        metadata = value_at(data, place)
        yield tuple(str(part) for part in place), metadata if isinstance(metadata, dict) else {}
