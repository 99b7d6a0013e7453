"""What the settings of one environment refer to must be in them."""

from collections.abc import Callable, Iterable, Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.services import ServicePort
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.mounts import devices_by_container, mounts_by_container, volume_places
from foundation.model.bundle.ports import declared_ports, port_map, served_ports
from foundation.model.bundle.service_names import own_service
from foundation.model.errors import Problem
from foundation.model.names import did_you_mean
from plugins.overlay_merge.watching import Rule


def reference_rules(slug: Callable[[], str], environment: EffectiveEnvironment) -> list[Rule]:
    """Return the rules about references to a volume, a file, a port or a Service that is not there."""
    settings = environment.settings
    return [
        lambda: _mounts(settings),
        lambda: _files(settings),
        lambda: _targets(settings),
        lambda: _ingress_backends(slug(), settings),
    ]


def _mounts(settings: Layer) -> Iterator[Problem]:
    known = {name for _, name in volume_places(settings)}
    for place, entry, name in _used_volumes(settings):
        if name not in known:
            message = f"{place} names the volume {name!r}, which the component does not have"
            yield _unknown("volume-unknown", message, name, known, f"component.{place}[{entry}].name")


def _used_volumes(settings: Layer) -> Iterator[tuple[str, str, str]]:
    for place, mounts in mounts_by_container(settings):
        yield from ((place, mount.mount_path, mount.name) for mount in mounts)
    for place, devices in devices_by_container(settings):
        yield from ((place, device.name, device.name) for device in devices)


def _files(settings: Layer) -> Iterator[Problem]:
    for files in settings.files or []:
        known = {*(files.data or {}), *(files.binary_data or {}), *(files.paths or {})}
        place = f"files[{files.name}].items"
        for index, item in enumerate(files.items or []):
            if item.key not in known:
                message = f"{place} names the file {item.key!r}, which is not in data, binary_data or paths"
                yield _unknown("file-unknown", message, item.key, known, f"component.{place}[{index}].key")


def _targets(settings: Layer) -> Iterator[Problem]:
    ports = [*port_map(settings).container_ports, *declared_ports(settings)]
    known = {port.name for port in ports if port.name}
    served: list[tuple[str, list[ServicePort]]] = [("ports", served_ports(settings))]
    served += [(f"services[{further.name}].ports", further.ports or []) for further in settings.services or []]
    for place, group in served:
        for port in group:
            if isinstance(port.target_port, str) and port.target_port not in known:
                message = f"{place}[{port.name}] goes to the port {port.target_port!r}, which no container has"
                path = f"component.{place}[{port.name}].targetPort"
                yield _unknown("target-port-unknown", message, port.target_port, known, path)


def _ingress_backends(slug: str, settings: Layer) -> Iterator[Problem]:
    own = own_service(slug, settings)
    ports: dict[str, list[ServicePort]] = {"": served_ports(settings)}
    ports |= {further.name: further.ports or [] for further in settings.services or []}
    if own is not None:
        ports[own] = ports[""]
    hosts = (settings.ingress.hosts if settings.enable_ingress and settings.ingress else None) or []
    for number, host in enumerate(hosts):
        for index, path in enumerate(host.paths or []):
            service, place = path.service or "", f"component.ingress.hosts[{number}].paths[{index}]"
            if service not in ports:
                message = f"the ingress sends {path.path or '/'} to the Service {service!r}, which there is not"
                yield _unknown("ingress-service-unknown", message, service, ports, f"{place}.service")
            elif path.port is not None and not any(path.port in (port.name, port.port) for port in ports[service]):
                names = {port.name for port in ports[service]}
                message = f"the ingress sends {path.path or '/'} to the port {path.port!r}, which the Service has not"
                yield _unknown("ingress-port-unknown", message, str(path.port), names, f"{place}.port")


def _unknown(code: str, message: str, name: str, known: Iterable[str], path: str) -> Problem:
    names = sorted(filter(None, known))
    there = f"Use one of {', '.join(names)}." if names else "Add it first."
    return Problem(code=code, message=message, remedy=did_you_mean(name, names, there), path=path)
