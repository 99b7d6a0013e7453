"""Containers mount volumes that their pod has."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container, Pod
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import MOUNTS
from plugins.k8s_validator.rules.for_each import each_pod


def _templates(pod: Pod) -> list[str]:
    """Return the volumes that a StatefulSet claims for each pod."""
    found = mappings(value_at(pod.object.spec, ("volumeClaimTemplates",)))
    return [text(mapping(claim.get("metadata")).get("name")) for _, claim in found]


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    volumes = {text(volume.get("name")) for _, volume in pod.volumes()} | set(_templates(pod))
    used: set[str] = set()
    for container in pod.containers:
        for field in ("volumeMounts", "volumeDevices"):
            for index, mount in mappings(container.data.get(field)):
                name = text(mount.get("name"))
                used.add(name)
                if name not in volumes:
                    yield container.fault(f"there is no volume {quoted(name)}", field, index, "name")
        yield from _in_both(container)
        yield from _files(container, used)
    for index, volume in pod.volumes():
        name = text(volume.get("name"))
        if name not in used:
            fault = pod.fault(f"no container mounts the volume {quoted(name)}", "volumes", index)
            yield Fault(fault.object, fault.message, fault.path, at_most="advice")


def _in_both(container: Container) -> Iterator[Fault]:
    """Find volumes and paths that a container has as a folder and as a device."""
    devices = mappings(container.data.get("volumeDevices"))
    for field, of_device in (("name", "name"), ("mountPath", "devicePath")):
        taken = {text(device.get(of_device)) for _, device in devices}
        for index, mount in mappings(container.data.get("volumeMounts")):
            if text(mount.get(field)) in taken:
                message = f"{quoted(mount.get(field))} is in volumeDevices too"
                yield container.fault(message, "volumeMounts", index, field)


def _files(container: Container, used: set[str]) -> Iterator[Fault]:
    """Find variables that come from a file of a volume that is not there, or is no emptyDir."""
    volumes = {text(volume.get("name")): volume for _, volume in container.pod.volumes()}
    for index, variable in mappings(container.data.get("env")):
        path = ("valueFrom", "fileKeyRef", "volumeName")
        name = text(value_at(variable, path))
        used.add(name)
        if name and name not in volumes:
            yield container.fault(f"there is no volume {quoted(name)}", "env", index, *path)
        elif name and not isinstance(volumes[name].get("emptyDir"), dict):
            yield container.fault(f"the volume {quoted(name)} is no emptyDir", "env", index, *path)


CHECK = Check(
    code="volume-mounts",
    severity="error",
    title="Every mount has its volume, and every volume its mount.",
    remedy="Add the volume to the pod, or remove what is not used.",
    references=("Kubernetes: Volumes",),
    run=each_pod(_look),
    kinds=WORKLOADS,
    decided_by=MOUNTS,
)
