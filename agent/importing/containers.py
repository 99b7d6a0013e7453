"""The containers of a pod: the component's own, those before it and those beside it."""

from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.objects import Place, items, mapping, mappings, text, texts
from foundation.model.bundle.groups.pod_fields import CONTAINER_FIELDS

#: Settings that are a container's fields under another name.
_FIELDS = {
    **CONTAINER_FIELDS,
    "image": "container_image",
    "imagePullPolicy": "image_pull_policy",
    "command": "command",
    "args": "args",
    "env": "env",
    "envFrom": "env_from",
    "resources": "resources",
    "livenessProbe": "liveness_probe",
    "readinessProbe": "readiness_probe",
    "startupProbe": "startup_probe",
    "securityContext": "security_context",
    "volumeMounts": "volume_mounts",
    "ports": "container_ports",
}
_DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"


def field_of(setting: str) -> str | None:
    """Return the field of a container that a setting comes from."""
    return next((field for field, own in _FIELDS.items() if own == setting), None)


def main_container(workload: Workload) -> Place:
    """Return the component's own container: named as the workload or by annotation, else the first."""
    place = workload.template.at("spec", "containers")
    annotations = texts(workload.template.at("metadata", "annotations").value)
    wanted = (workload.object.name, annotations.get(_DEFAULT_CONTAINER))
    found = items(place.value)
    named = {text(mapping(container).get("name")): index for index, container in reversed(list(enumerate(found)))}
    return place.at(next((named[name] for name in wanted if name in named), 0))


def map_containers(draft: Draft, workload: Workload) -> None:
    """Map every container of the pod."""
    own = main_container(workload)
    container = mapping(own.value)
    for key, value in container.items():
        if key == "name":
            if value != draft.slug:
                draft.put("container_name", value, own.at(key))
        elif key in _FIELDS:
            draft.put(_FIELDS[key], _granted(value) if key == "resources" else value, own.at(key))
        else:
            draft.leave_out(own.at(key), "the bundle has no place for it")
    _no_invented_probes(draft, container)
    for group, setting in (("initContainers", "init_containers"), ("containers", "sidecars")):
        place = workload.template.at("spec", group)
        for index, entry in enumerate(items(place.value)):
            if isinstance(entry, dict) and place.at(index) != own:
                draft.add(setting, {**entry, **_with_requests(entry)}, place.at(index))


def _no_invented_probes(draft: Draft, container: dict[str, Any]) -> None:
    """A probe that the workload has not would fail; the platform must not add one."""
    for key, setting in (("livenessProbe", "liveness_probe"), ("readinessProbe", "readiness_probe")):
        if key not in container:
            draft.settings[setting] = None
            draft.comments[setting] = "It has none; without this line the platform would add its own."


def _with_requests(container: dict[str, Any]) -> dict[str, Any]:
    return {"resources": _granted(container["resources"])} if "resources" in container else {}


def _granted(resources: Any) -> Any:
    """Write out that a container asks for what it is limited to, as the API server reads a limit without a request."""
    limits, requests = mapping(mapping(resources).get("limits")), mapping(mapping(resources).get("requests"))
    missing = {name: amount for name, amount in limits.items() if name not in requests}
    return {**mapping(resources), "requests": {**requests, **missing}} if missing else resources


def port_entries(workload: Workload) -> list[dict[str, Any]]:
    """Return the ports of every container."""
    groups = ("initContainers", "containers")
    found = [entry for group in groups for entry in mappings(workload.pod.get(group))]
    return [port for container in found for port in mappings(container.get("ports"))]
