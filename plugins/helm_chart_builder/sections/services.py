"""Services."""

from collections.abc import Mapping
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups import services
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import own_port, port_map, served_ports
from foundation.model.bundle.service_names import service_names
from foundation.model.chart.values import ExtraService, HeadlessService, Service, ServicePort
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain, texts

#: Fields of a Service that have a value of their own in the chart.
_OWN = {"name", "type", "labels", "annotations", "ports"}


def service(effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy) -> Service:
    """Return the Service in front of the component's ports."""
    wanted = settings.service or services.ServiceSpec()
    targets = port_map(settings).targets
    implied = _implied_protocol(settings, effective.transport, policy.transports[effective.transport].app_protocol)
    ports = [_port(port, targets, implied.get(port.name)) for port in served_ports(settings)]
    return Service(
        enabled=has_service(settings),
        name=wanted.name or "",
        type=wanted.type or "ClusterIP",
        ports=ports,
        spec=_spec(wanted),
        labels=texts(wanted.labels),
        annotations=texts(wanted.annotations),
    )


def has_service(settings: Layer) -> bool:
    """Tell whether the component has a Service of its own."""
    return bool(settings.ports) and settings.enable_service is not False


def extra_services(settings: Layer) -> list[ExtraService]:
    """Return the further Services."""
    return [
        ExtraService(
            name=further.name,
            type=further.type or "ClusterIP",
            ports=[_port(port, {}, None) for port in further.ports or []],
            spec=_spec(further),
            labels=texts(further.labels),
            annotations=texts(further.annotations),
        )
        for further in settings.services or []
    ]


def headless_service(effective: EffectiveComponent, settings: Layer) -> HeadlessService:
    """Return the Service that names the pods: one of the component's own, if it is called so, else a new one."""
    name = settings.headless_service or ""
    return HeadlessService(create=name not in service_names(effective.slug, settings), name=name)


def _implied_protocol(settings: Layer, transport: str, protocol: str | None) -> dict[str, str]:
    """Return the protocol that the transport implies, by the name of the port of which that is known."""
    own = own_port(settings, transport)
    return {own[0].name: protocol} if own is not None and protocol is not None else {}


def _port(port: services.ServicePort, targets: Mapping[str, int | str], implied: str | None) -> ServicePort:
    return ServicePort(
        name=port.name,
        port=port.port,
        target_port=targets.get(port.name, port.target_port or port.port),
        protocol=port.protocol,
        app_protocol=port.app_protocol or implied or "",
        node_port=port.node_port or 0,
    )


def _spec(wanted: services.ServiceSpec) -> dict[str, Any]:
    return {key: value for key, value in plain(wanted).items() if key not in _OWN}
