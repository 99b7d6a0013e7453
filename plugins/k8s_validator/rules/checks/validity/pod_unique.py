"""What a pod names apart has one name each."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import LASTING, WORKLOADS, Container, Pod, Role
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

#: Lists of a container by what tells their items apart.
_OF_CONTAINERS = (
    ("volumeMounts", "mountPath"),
    ("volumeDevices", "name"),
    ("volumeDevices", "devicePath"),
    ("resizePolicy", "resourceName"),
)
_GROUPS = ("containers", "initContainers", "ephemeralContainers")
#: Lists of a pod's spec, likewise.
_OF_PODS = (
    (("volumes",), ("name",)),
    (("securityContext", "sysctls"), ("name",)),
    (("topologySpreadConstraints",), ("topologyKey", "whenUnsatisfiable")),
    (("schedulingGates",), ("name",)),
    (("resourceClaims",), ("name",)),
)


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    # The later one is told, and the server looks at the pod's own containers first.
    ordered = sorted(pod.containers, key=lambda container: _GROUPS.index(str(container.path[-2])))
    yield from _twice((container.name, container, ("name",)) for container in ordered)
    for container in pod.containers:
        for field, key in _OF_CONTAINERS:
            found = mappings(container.data.get(field))
            yield from _twice((text(item.get(key)), container, (field, index, key)) for index, item in found)
    refused = list(_twice(_host_ports(pod, ("container",))))
    for container in pod.containers:
        if container.role in ("init", "sidecar"):
            refused += _twice(_ports_of(container))
    yield from refused
    for fault in _twice(_host_ports(pod, LASTING)):
        if fault not in refused:  # beside a sidecar the server only warns
            yield replace(fault, outside="warning")
    claimed = {
        text(mapping(claim.get("metadata")).get("name"))
        for _, claim in mappings(pod.object.spec.get("volumeClaimTemplates"))
    }
    for way, keys in _OF_PODS:
        found = mappings(value_at(pod.spec, way))
        # A claim of a StatefulSet stands in the place of a volume of its name.
        found = [(index, item) for index, item in found if way != ("volumes",) or text(item.get("name")) not in claimed]
        told = keys if len(keys) == 1 else ()
        values = ((tuple(text(item.get(key)) for key in keys), pod, (*way, index, *told)) for index, item in found)
        yield from _twice(values)


def _host_ports(pod: Pod, roles: tuple[Role, ...]) -> Iterator[tuple[Hashable, Container, tuple[str | int, ...]]]:
    for container in pod.containers:
        if container.role in roles:
            yield from _ports_of(container)


def _ports_of(container: Container) -> Iterator[tuple[Hashable, Container, tuple[str | int, ...]]]:
    for index, port in container.ports():
        if port.get("hostPort"):
            key = (port["hostPort"], text(port.get("protocol")) or "TCP", text(port.get("hostIP")))
            yield repr(key), container, ("ports", index, "hostPort")


def _twice(items: Iterable[tuple[Hashable, Pod | Container, tuple[str | int, ...]]]) -> Iterator[Fault]:
    seen: set[Hashable] = set()
    for value, owner, path in items:
        if value in seen and value not in ("", ("",)):
            shown = ", ".join(value) if isinstance(value, tuple) else value
            yield owner.fault(f"{quoted(shown)} is there twice", *path)
        seen.add(value)


CHECK = Check(
    code="pod-unique",
    severity="error",
    title="Containers, volumes, mounts and other named parts of a pod are there once.",
    remedy="Rename or remove one of the two.",
    references=("Kubernetes: pkg/apis/core/validation, ValidatePodSpec",),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
