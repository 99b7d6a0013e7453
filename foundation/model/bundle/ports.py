"""Which container listens on the ports that a component serves; pure.

A served port is listened on by the component's container, unless ``container_ports``, a sidecar
or an earlier port says already who does. Then the Service only points at it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from foundation.model.bundle.groups.services import ServicePort
from foundation.model.bundle.layer import Layer
from foundation.model.kubernetes.containers import ContainerPort
from foundation.model.kubernetes.scalars import PORT_NAME

_LONGEST_NAME = 15


@dataclass(frozen=True)
class PortMap:
    """Where traffic goes.

    Attributes:
        container_ports: ports of the component's container, in their order.
        targets: for each served port, by name, the number or the name of the container's port.
    """

    container_ports: list[ContainerPort]
    targets: dict[str, int | str]


def served_ports(settings: Layer) -> list[ServicePort]:
    """Return the ports that the component serves; in one layer alone there may be some of which it says no number."""
    return cast("list[ServicePort]", [port for port in settings.ports or [] if port.port is not None])


def declared_ports(settings: Layer) -> list[ContainerPort]:
    """Return the ports that some container of the pod says it listens on."""
    beside = [*(settings.init_containers or []), *(settings.sidecars or [])]
    return [*(settings.container_ports or []), *(port for container in beside for port in container.ports or [])]


def port_map(settings: Layer) -> PortMap:
    """Return the ports of the component's container, and what each served port points at."""
    own = list(settings.container_ports or [])
    known = declared_ports(settings)
    targets: dict[str, int | str] = {}
    for port in served_ports(settings):
        target = port.target_port or port.port
        if isinstance(target, int) and not _listens(known, target, port.protocol):
            listening = _listener(_name_for(port, known), target, port.protocol)
            own.append(listening)
            known.append(listening)
            target = listening.name or target
        targets[port.name] = target
    return PortMap(container_ports=own, targets=targets)


def transport_port(settings: Layer, transport: str) -> ServicePort:
    """Return the port to which traffic goes that names none: the one named after the transport, else the first.

    Args:
        settings: the merged settings; they have ports.
        transport: how the component is called.
    """
    return _transport_first(served_ports(settings), transport)[0]


def _transport_first(ports: list[ServicePort], transport: str) -> list[ServicePort]:
    """Return ports with those in front that say by their protocol or name that they are the transport's.

    Args:
        ports: the ports, in the order of the bundle, which holds among equals.
        transport: how the component is called, such as http.
    """
    return sorted(ports, key=lambda port: transport not in (port.app_protocol, port.name, port.name.split("-")[0]))


def own_port(settings: Layer, transport: str) -> tuple[ServicePort, ContainerPort] | None:
    """Return the transport's port: served, and listened on by the component's own container by TCP.

    What a transport implies is said of this port alone: a sidecar may speak anything, and UDP is neither HTTP nor gRPC.

    Args:
        settings: the merged settings.
        transport: how the component is called; the port named after it wins, else it is the first.

    Returns:
        The port, and what listens on it; nothing where there is none.
    """
    listening = port_map(settings)
    own = [port for port in listening.container_ports if (port.protocol or "TCP") == "TCP"]
    for port in _transport_first(served_ports(settings), transport):
        target = listening.targets[port.name]
        found = next((known for known in own if target in (known.name, known.container_port)), None)
        if port.protocol == "TCP" and found is not None:
            return port, found
    return None


def target_number(settings: Layer, target: int | str) -> int | None:
    """Return the number of a port that is given by number or name, if a container listens on it."""
    if isinstance(target, int):
        return target
    named = [*port_map(settings).container_ports, *declared_ports(settings)]
    return next((port.container_port for port in named if port.name == target), None)


def is_port_name(name: str) -> bool:
    """Tell whether a container's port may be called that; a Service's may be called more."""
    return len(name) <= _LONGEST_NAME and re.fullmatch(PORT_NAME, name) is not None


@lru_cache(maxsize=64)
def _listener(name: str | None, number: int, protocol: str) -> ContainerPort:
    return ContainerPort.model_validate({"name": name, "containerPort": number, "protocol": protocol})


def _listens(known: list[ContainerPort], number: int, protocol: str) -> bool:
    return any(port.container_port == number and (port.protocol or "TCP") == protocol for port in known)


def _name_for(port: ServicePort, known: list[ContainerPort]) -> str | None:
    taken = any(other.name == port.name for other in known)
    return port.name if is_port_name(port.name) and not taken else None
