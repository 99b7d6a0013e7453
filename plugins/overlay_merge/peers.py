"""Calls between components of one application: who is meant, by which port, and that it is there."""

from collections.abc import Iterator
from typing import Any

from foundation.model.bundle.bundle import Bundle, MemberBundle, Peer
from foundation.model.bundle.groups.services import Port
from foundation.model.bundle.groups.traffic import Call, Caller
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import port_map, served_ports, target_number
from foundation.model.errors import Problem
from foundation.model.names import did_you_mean, dns_label
from foundation.model.policy.platform import PlatformPolicy

#: What decides whether another component is there.
PEERS = "application.components"


def resolve_peers(bundle: Bundle, settings: Layer, policy: PlatformPolicy) -> tuple[Layer, list[Problem]]:
    """Resolve what the settings of one environment say of other components.

    Args:
        bundle: one of an application; any other is returned as it is, since it knows no other components.
        settings: the merged settings.
        policy: says on which port a component listens that names none.

    Returns:
        The settings, with each call on the ports on which the other's containers listen and with
        every component that calls this one among its callers; and what is wrong.
    """
    if not isinstance(bundle, MemberBundle):
        return settings, []
    peers = {dns_label(peer.name): peer for peer in bundle.application.peers}
    own = dns_label(bundle.component.name)
    problems: list[Problem] = []
    changes: dict[str, Any] = {}
    if settings.calls is not None:
        changes["calls"] = [
            call
            for index, given in enumerate(settings.calls)
            for call in _resolved(given, own, peers, policy, problems, f"calls[{index}]")
        ]
    if settings.called_by is not None or policy.network.default_ingress == "known":
        callers = settings.called_by or []
        problems += _unknown_callers(callers, own, peers)
        changes["called_by"] = [*callers, *_further_callers(callers, own, peers)]
    return (settings.model_copy(update=changes) if changes else settings), problems


def _resolved(
    call: Call, own: str, peers: dict[str, Peer], policy: PlatformPolicy, problems: list[Problem], place: str
) -> list[Call]:
    if call.component is None or call.external or dns_label(call.component) == own:
        return [call]
    peer = peers.get(dns_label(call.component))
    if peer is None:
        problems.append(_unknown(call.component, peers, place))
        return []
    listening = _listening(peer, policy)
    wanted = call.ports or [port.name for port in served_ports(listening)]
    numbers: dict[str, list[int | str]] = {}
    for name in wanted:
        port = next((port for port in served_ports(listening) if name in (port.name, port.port)), None)
        if port is None:
            problems.append(_no_port(peer, name, listening, place))
            continue
        target = port_map(listening).targets[port.name]
        numbers.setdefault(port.protocol, []).append(target_number(listening, target) or target)
    if not numbers:
        return [] if wanted else [call]
    return [call.model_copy(update={"ports": ports, "protocol": protocol}) for protocol, ports in numbers.items()]


def _listening(peer: Peer, policy: PlatformPolicy) -> Layer:
    default = policy.transports[peer.transport].port
    ports: list[Port] | None = peer.ports if peer.ports is not None else [default] if default else None
    return Layer(ports=ports, container_ports=peer.container_ports)


def _unknown_callers(callers: list[Caller], own: str, peers: dict[str, Peer]) -> Iterator[Problem]:
    for index, caller in enumerate(callers):
        if caller.component is not None and not caller.external and dns_label(caller.component) not in {own, *peers}:
            yield _unknown(caller.component, peers, f"called_by[{index}]")


def _further_callers(callers: list[Caller], own: str, peers: dict[str, Peer]) -> list[Caller]:
    """Return the components that say they call this one and are not among its callers."""
    known = {dns_label(caller.component) for caller in callers if caller.component}
    return [
        Caller(component=peer.name)
        for name, peer in peers.items()
        if name not in known and own in {dns_label(called) for called in peer.calls}
    ]


def _unknown(name: str, peers: dict[str, Peer], place: str) -> Problem:
    names = [peer.name for peer in peers.values()]
    other = "Set external: true if it belongs to another application."
    return Problem(
        code="component-unknown",
        message=f"{place.partition('[')[0]} names the component {name!r}, which the application does not have",
        remedy=did_you_mean(name, names, also=other),
        path=f"component.{place}.component",
    )


def _no_port(peer: Peer, name: int | str, listening: Layer, place: str) -> Problem:
    names = [port.name for port in served_ports(listening)]
    return Problem(
        code="call-port-unknown",
        message=f"calls names the port {name!r} of {peer.name}, which it does not serve",
        remedy=did_you_mean(str(name), names, f"It serves {', '.join(names) or 'none'}."),
        path=f"component.{place}.ports",
    )
