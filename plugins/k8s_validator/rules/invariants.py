"""What a component's objects have to say because the bundle says it, whatever template made them.

Pure: plain data of one object in, deviations out. Image, command, arguments, variables, ports, replicas, namespace,
service account, labels and annotations are never a template's, a draft's or a model's to decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.model.base import KubernetesShape
from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups.security import ServiceAccountSpec
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import port_map
from foundation.model.chart.templates import DRAFTED
from foundation.model.drafts.limits import DRAFTABLE_SETTINGS
from foundation.model.kubernetes.containers import Container
from foundation.model.kubernetes.environment import EnvironmentVariable
from foundation.model.kubernetes.expansion import in_order
from foundation.model.names import is_job_of
from foundation.model.run.trace import TraceMetadata

Path = tuple[str | int, ...]
#: Layers of drafts, as ``explain`` calls them.
_DRAFT_LAYER = f"template {DRAFTED}"
#: The platform's sidecar for telemetry.
_COLLECTOR = "otel-collector"
_TEMPLATE: Path = ("spec", "template")
_PODS: dict[str, Path] = {
    "Deployment": _TEMPLATE,
    "StatefulSet": _TEMPLATE,
    "DaemonSet": _TEMPLATE,
    "ReplicaSet": _TEMPLATE,
    "ReplicationController": _TEMPLATE,
    "Job": _TEMPLATE,
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "ScaledJob": ("spec", "jobTargetRef", "template"),
    "Pod": (),
}


@dataclass(frozen=True)
class Deviation:
    """One thing that is not as the bundle says; values are not repeated, they may be secrets.

    Attributes:
        path: where in the object.
        message: what is wrong.
    """

    path: Path
    message: str


class Wanted:
    """What the objects of one environment have to say.

    Args:
        effective: the component.
        environment: its settings there.
        metadata: labels and annotations of the trace.
        collector: image of the platform's own sidecar.
    """

    def __init__(
        self, effective: EffectiveComponent, environment: EffectiveEnvironment, metadata: TraceMetadata, collector: str
    ) -> None:
        settings = environment.settings
        self.effective, self.settings, self.collector = effective, settings, collector
        self.workload = _workload_kind(effective, settings)
        #: Labels, and annotations, of every object, and those of the workload.
        self.labels = {**_texts(settings.common_labels), **metadata.labels_in(environment.name)}
        self.workload_labels = {**_texts(settings.labels), **self.labels}
        self.annotations = {**_texts(settings.common_annotations), **metadata.annotations}
        self.workload_annotations = {**_texts(settings.annotations), **self.annotations}


def deviations(data: dict[str, Any], wanted: Wanted) -> Iterator[Deviation]:
    """Yield what an object says otherwise than the bundle.

    Args:
        data: the object.
        wanted: what the objects of its environment have to say.
    """
    effective, settings = wanted.effective, wanted.settings
    yield from _head(data, wanted)
    if data.get("kind") not in _PODS:
        if data.get("kind") == "Service" and _at(data, ("metadata", "name")) == _service_name(effective, settings):
            yield from _service(data, settings)
        return
    kind = wanted.workload
    if data.get("kind") != kind or not _is_named(_at(data, ("metadata", "name")), kind, effective.slug):
        yield Deviation(("kind",), f"the only thing that runs pods is the {kind} {effective.slug}")
        return
    yield from _workload(data, effective, settings)
    yield from _beside(data, effective, settings, wanted.collector)


def _is_named(name: object, kind: str, slug: str) -> bool:
    return is_job_of(str(name), slug) if kind == "Job" else name == slug


def layer_deviations(environment: EffectiveEnvironment) -> Iterator[str]:
    """Yield each setting that a draft decided and that is not a draft's to decide."""
    for path, layer in environment.origins.items():
        setting = path.partition(".")[0].partition("[")[0]
        if layer.startswith(_DRAFT_LAYER) and setting not in DRAFTABLE_SETTINGS:
            yield setting


def _head(data: dict[str, Any], wanted: Wanted) -> Iterator[Deviation]:
    namespace, is_workload = wanted.effective.namespace, data.get("kind") == wanted.workload
    if _at(data, ("metadata", "namespace")) != namespace:
        yield Deviation(("metadata", "namespace"), f"the namespace is not {namespace}")
    labels = wanted.workload_labels if is_workload else wanted.labels
    annotations = wanted.workload_annotations if is_workload else wanted.annotations
    yield from _contains(data, ("metadata", "labels"), labels)
    yield from _contains(data, ("metadata", "annotations"), annotations)


def _workload(data: dict[str, Any], effective: EffectiveComponent, settings: Layer) -> Iterator[Deviation]:
    pod = _PODS[str(data.get("kind"))]
    if effective.workload in ("Deployment", "StatefulSet") and not (settings.enable_hpa or settings.enable_keda):
        yield from _equal(data, ("spec", "replicas"), settings.replicas or 0, "replicas")
    yield from _contains(data, (*pod, "metadata", "labels"), _texts(settings.pod_labels))
    yield from _contains(data, (*pod, "metadata", "annotations"), _texts(settings.pod_annotations))
    account = _account(effective, settings)
    yield from _equal(data, (*pod, "spec", "serviceAccountName"), account, "service account")
    name = settings.container_name or effective.slug
    containers = _at(data, (*pod, "spec", "containers"))
    own = [
        (index, container)
        for index, container in enumerate(containers if isinstance(containers, list) else [])
        if isinstance(container, dict) and container.get("name") == name
    ]
    if len(own) != 1:
        yield Deviation((*pod, "spec", "containers"), f"there is not exactly one container {name}")
        return
    index, container = own[0]
    for deviation in _container(container, settings):
        yield Deviation((*pod, "spec", "containers", index, *deviation.path), deviation.message)


def _beside(
    data: dict[str, Any], effective: EffectiveComponent, settings: Layer, collector: str
) -> Iterator[Deviation]:
    """Init containers and sidecars are the bundle's, or the platform's collector; there are no others."""
    own = settings.container_name or effective.slug
    for group, given in (("initContainers", settings.init_containers), ("containers", settings.sidecars)):
        wanted = {container.name: _given(container) for container in given or []}
        place = (*_PODS[str(data.get("kind"))], "spec", group)
        found = _at(data, place)
        names = [container.get("name") for container in found or [] if isinstance(container, dict)]
        for missing in sorted(wanted.keys() - set(names)):
            yield Deviation(place, f"the container {missing} of the bundle is missing")
        for index, container in enumerate(found if isinstance(found, list) else []):
            name = container.get("name") if isinstance(container, dict) else None
            if group == "containers" and name == own:
                continue
            if name in wanted and names.count(name) == 1:
                yield from _as_given(container, wanted[name], (*place, index))
            elif name != _COLLECTOR or group != "containers" or container.get("image") != collector:
                yield Deviation((*place, index), f"the container {name} is neither the bundle's nor the platform's")


def _given(container: Container) -> dict[str, Any]:
    """Return a container as charts write it: ports with their protocol, variables after those that they refer to."""
    ports = [{**_plain(port), "protocol": port.protocol or "TCP"} for port in container.ports or []]
    return {**_plain(container), "ports": ports, "env": _variables(container.env)}


def _as_given(container: dict[str, Any], wanted: dict[str, Any], place: Path) -> Iterator[Deviation]:
    for field in ("image", "command", "args", "env", "envFrom", "ports"):
        if (container.get(field) or None) != (wanted.get(field) or None):
            yield Deviation((*place, field), f"{field} of the container {wanted['name']} is not the bundle's")


def _container(container: dict[str, Any], settings: Layer) -> Iterator[Deviation]:
    yield from _equal(container, ("image",), settings.container_image, "image")
    yield from _equal(container, ("command",), settings.command or None, "command")
    yield from _equal(container, ("args",), settings.args or None, "arguments")
    yield from _equal(container, ("ports",), _ports(settings) or None, "ports")
    yield from _environment(container, settings)


def _environment(container: dict[str, Any], settings: Layer) -> Iterator[Deviation]:
    wanted = _variables(settings.env)
    found = container.get("env") or []
    names = [entry.get("name") for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    from_secrets = [variable.name for secret in settings.secrets or [] for variable in secret.env or []]
    if not isinstance(found, list) or names != [*from_secrets, *(entry["name"] for entry in wanted)]:
        yield Deviation(("env",), "the variables are not the bundle's")
        return
    first = len(from_secrets)
    for index, (entry, expected) in enumerate(zip(found[first:], wanted, strict=True), first):
        if entry != expected:
            yield Deviation(("env", index), f"the variable {expected['name']} is not as in the bundle")


def _service(data: dict[str, Any], settings: Layer) -> Iterator[Deviation]:
    wanted = [(port.name, port.port, port.protocol) for port in settings.ports or []]
    ports = _at(data, ("spec", "ports"))
    found = [
        (port.get("name"), port.get("port"), port.get("protocol"))
        for port in (ports if isinstance(ports, list) else [])
        if isinstance(port, dict)
    ]
    if found != wanted:
        yield Deviation(("spec", "ports"), "the ports are not the bundle's")


def _ports(settings: Layer) -> list[dict[str, Any]]:
    return [{**_plain(port), "protocol": port.protocol or "TCP"} for port in port_map(settings).container_ports]


def _workload_kind(effective: EffectiveComponent, settings: Layer) -> str:
    """KEDA starts the Jobs of a job by itself."""
    return "ScaledJob" if effective.workload == "Job" and settings.enable_keda else effective.workload


def _service_name(effective: EffectiveComponent, settings: Layer) -> str:
    return (settings.service.name if settings.service else None) or effective.slug


def _account(effective: EffectiveComponent, settings: Layer) -> str:
    wanted = settings.service_account or ServiceAccountSpec()
    return wanted.name or ("default" if wanted.create is False else effective.slug)


def _equal(data: dict[str, Any], path: Path, wanted: Any, what: str) -> Iterator[Deviation]:
    if _at(data, path) != wanted:
        yield Deviation(path, f"the {what} {'are' if what.endswith('s') else 'is'} not the bundle's")


def _contains(data: dict[str, Any], path: Path, wanted: dict[str, str]) -> Iterator[Deviation]:
    found = _at(data, path)
    if isinstance(found, dict) and wanted.items() <= found.items():
        return
    for name, value in wanted.items():
        if not isinstance(found, dict) or found.get(name) != value:
            yield Deviation((*path, name), f"{name} is not as the bundle and its trace say")


def _texts(mapping: dict[str, str | None] | None) -> dict[str, str]:
    return {name: value for name, value in (mapping or {}).items() if value is not None}


def _variables(variables: list[EnvironmentVariable] | None) -> list[dict[str, Any]]:
    return [_plain(variable) for variable in in_order(variables or [])]


def _plain(shape: KubernetesShape) -> dict[str, Any]:
    return shape.model_dump(by_alias=True, exclude_none=True)


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data
