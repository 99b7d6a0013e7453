"""Traffic: ports, Ingress, NetworkPolicy."""

from agent.model.chart_values import Ingress, IngressHost, IngressPath, NetworkPolicy, ServicePort
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.features import TelemetrySettings
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.settings_shapes import IngressSettings
from plugins.helm_chart_builder.sections.plain import texts


def ports(effective: EffectiveComponent, settings: Overlay, policy: PlatformPolicy) -> list[ServicePort]:
    """Return the ports of the Service and the container."""
    protocol = policy.transports[effective.transport].app_protocol or ""
    return [
        ServicePort(
            name=port.name,
            port=port.port,
            target_port=port.target_port or port.port,
            protocol=port.protocol,
            app_protocol=protocol if index == 0 and port.protocol == "TCP" else "",
        )
        for index, port in enumerate(settings.ports or [])
    ]


def ingress(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> Ingress:
    """Return the Ingress by the bundle's wishes and the policy's pattern for the host."""
    settings, ports = environment.settings, environment.settings.ports or []
    wanted = settings.ingress or IngressSettings()
    if not settings.enable_ingress or not ports:
        return Ingress(enabled=False, class_name=policy.ingress.class_name, annotations={}, hosts=[], tls=[])
    names = {"component": effective.slug, "env": environment.name, "tenant": effective.tenant}
    pattern = policy.ingress.hosts.get(environment.name, policy.ingress.hosts["default"])
    host = wanted.host or pattern.format(**names)
    secret = settings.tls_secret_name
    if secret is None and environment.name in policy.ingress.tls_environments:
        secret = policy.naming.tls_secret.format(**names)
    path = IngressPath(path=wanted.path or "/", path_type=wanted.path_type or "Prefix", port=ports[0].name)
    return Ingress(
        enabled=True,
        class_name=wanted.class_name or policy.ingress.class_name,
        annotations=texts({**policy.transports[effective.transport].ingress_annotations, **(wanted.annotations or {})}),
        hosts=[IngressHost(host=host, paths=[path])],
        tls=[{"hosts": [host], "secretName": secret}] if secret else [],
    )


def network_policy(
    effective: EffectiveComponent, settings: Overlay, policy: PlatformPolicy, telemetry: TelemetrySettings
) -> NetworkPolicy:
    """Return the policy's rules with those of the transport and the collector."""
    egress = [*policy.network.egress, *policy.transports[effective.transport].egress]
    if telemetry.endpoint_port is not None:
        egress.append({"ports": [{"protocol": "TCP", "port": telemetry.endpoint_port}]})
    return NetworkPolicy(
        enabled=bool(settings.enable_network_policy), ingress_from=policy.network.ingress_from, egress=egress
    )
