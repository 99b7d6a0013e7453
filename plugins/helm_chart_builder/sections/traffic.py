"""Traffic: Services and Ingress."""

from collections.abc import Mapping
from typing import Any

from agent.model.chart_values import (
    ExtraService,
    HeadlessService,
    Ingress,
    IngressHost,
    IngressPath,
    Service,
    ServicePort,
)
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.ports import port_map
from agent.model.settings import services, traffic
from plugins.helm_chart_builder.sections.plain import plain, plain_list, texts

#: Fields of a Service that have a value of their own in the chart.
_OWN = {"name", "type", "labels", "annotations", "ports"}


def service(effective: EffectiveComponent, settings: Overlay, policy: PlatformPolicy) -> Service:
    """Return the Service in front of the component's ports."""
    wanted = settings.service or services.ServiceSettings()
    protocol = policy.transports[effective.transport].app_protocol or ""
    targets = port_map(settings).targets
    ports = [_port(port, targets) for port in settings.ports or []]
    if ports and ports[0].protocol == "TCP" and not ports[0].app_protocol:
        ports[0] = ports[0].model_copy(update={"app_protocol": protocol})
    return Service(
        enabled=bool(ports) and settings.enable_service is not False,
        name=wanted.name or "",
        type=wanted.type or "ClusterIP",
        ports=ports,
        spec=_spec(wanted),
        labels=texts(wanted.labels),
        annotations=texts(wanted.annotations),
    )


def extra_services(settings: Overlay) -> list[ExtraService]:
    """Return the further Services."""
    return [
        ExtraService(
            name=further.name,
            type=further.type or "ClusterIP",
            ports=[_port(port, {}) for port in further.ports],
            spec=_spec(further),
            labels=texts(further.labels),
            annotations=texts(further.annotations),
        )
        for further in settings.services or []
    ]


def headless_service(settings: Overlay) -> HeadlessService:
    """Return the Service that names the pods: one of the component's own, if it is called so, else a new one."""
    name = settings.headless_service or ""
    own = {further.name for further in settings.services or []} | {
        (settings.service or services.ServiceSettings()).name
    }
    return HeadlessService(create=not name or name not in own, name=name)


def _port(port: services.ServicePort, targets: Mapping[str, int | str]) -> ServicePort:
    return ServicePort(
        name=port.name,
        port=port.port,
        target_port=targets.get(port.name, port.target_port or port.port),
        protocol=port.protocol,
        app_protocol=port.app_protocol or "",
        node_port=port.node_port or 0,
    )


def _spec(wanted: services.ServiceSettings) -> dict[str, Any]:
    return {key: value for key, value in plain(wanted).items() if key not in _OWN}


def ingress(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> Ingress:
    """Return the Ingress by the bundle's wishes and the policy's pattern for the host."""
    settings = environment.settings
    wanted = settings.ingress or traffic.IngressSettings()
    enabled = bool(settings.enable_ingress and settings.ports)
    hosts = _hosts(effective, environment, wanted, policy) if enabled else []
    own = texts({**policy.transports[effective.transport].ingress_annotations, **(wanted.annotations or {})})
    return Ingress(
        enabled=enabled,
        class_name=wanted.class_name or policy.ingress.class_name,
        labels=texts(wanted.labels) if enabled else {},
        annotations=own if enabled else {},
        hosts=hosts,
        tls=_tls(effective, environment, wanted, policy, hosts) if enabled else [],
    )


def _hosts(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    wanted: traffic.IngressSettings,
    policy: PlatformPolicy,
) -> list[IngressHost]:
    first = (environment.settings.ports or [])[0].name
    if wanted.hosts is None:
        pattern = policy.ingress.hosts.get(environment.name, policy.ingress.hosts["default"])
        host = wanted.host or pattern.format(**_names(effective, environment))
        path = traffic.IngressPath.model_validate({"path": wanted.path, "pathType": wanted.path_type})
        return [IngressHost(host=host, paths=[_path(path, first)])]
    return [
        IngressHost(host=host.host or "", paths=[_path(path, first) for path in host.paths or [traffic.IngressPath()]])
        for host in wanted.hosts
    ]


def _path(path: traffic.IngressPath, first_port: str) -> IngressPath:
    return IngressPath(
        path=path.path or "/",
        path_type=path.path_type or "Prefix",
        service=path.service or "",
        port=path.port if path.port is not None else first_port,
    )


def _tls(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    wanted: traffic.IngressSettings,
    policy: PlatformPolicy,
    hosts: list[IngressHost],
) -> list[dict[str, Any]]:
    if wanted.tls is not None:
        return plain_list(wanted.tls)
    secret = environment.settings.tls_secret_name
    if secret is None and environment.name in policy.ingress.tls_environments:
        secret = policy.naming.tls_secret.format(**_names(effective, environment))
    named = [host.host for host in hosts if host.host]
    return [{"hosts": list(dict.fromkeys(named)), "secretName": secret}] if secret else []


def _names(effective: EffectiveComponent, environment: EffectiveEnvironment) -> dict[str, str]:
    return {"component": effective.slug, "env": environment.name, "tenant": effective.tenant}
