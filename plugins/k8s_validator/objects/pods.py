"""Pods and containers inside the kinds that run them, prepared once for all rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pod_search import PodTemplate
from plugins.k8s_validator.objects.pod_templates import BATCH, WORKLOADS, pod_templates
from plugins.k8s_validator.objects.values import mapping, mappings, text

#: The kinds that run pods are known where their templates are found; rules take them from here.
__all__ = ["BATCH", "LASTING", "PLANNED", "WORKLOADS", "Container", "Pod", "Role", "pods_of"]

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
        place: path of its spec in the object.
        labels: labels of the pod.
        annotations: annotations of the pod.
        spec: its spec.
        security: its securityContext, or an empty mapping.
        standard: version of the Pod Security Standards to hold it against.
        containers: all containers.
    """

    object: KubernetesObject
    path: Path
    place: Path
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
        kind = self.object.known_as
        return kind not in BATCH and (kind in WORKLOADS or self.spec.get("restartPolicy") in (None, "Always"))

    def volumes(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the volumes with their positions."""
        return mappings(self.spec.get("volumes"))

    def fault(self, message: str, *path: str | int) -> Fault:
        """Say what is wrong at a path inside the pod's spec."""
        return Fault(self.object, message, (*self.place, *path))


def pods_of(item: KubernetesObject, standard: tuple[int, int]) -> Iterator[Pod]:
    """Yield the pods that an object is or runs.

    Args:
        item: the object.
        standard: version of the Pod Security Standards.
    """
    for template in pod_templates(item.data):
        yield _pod(item, template, standard)


def _pod(item: KubernetesObject, template: PodTemplate, standard: tuple[int, int]) -> Pod:
    metadata, spec = template.metadata, template.spec
    security = mapping(spec.get("securityContext"))
    labels, annotations = mapping(metadata.get("labels")), mapping(metadata.get("annotations"))
    pod = Pod(item, template.path, template.place, labels, annotations, spec, security, standard)
    for group in _GROUPS:
        for index, data in mappings(spec.get(group)):
            place = (*template.place, group, index)
            pod.containers.append(Container(pod, _role(group, data), place, data, mapping(data.get("securityContext"))))
    return pod


def _role(group: str, data: dict[str, Any]) -> Role:
    if group == "initContainers":
        return "sidecar" if data.get("restartPolicy") == "Always" else "init"
    return "container" if group == "containers" else "ephemeral"
