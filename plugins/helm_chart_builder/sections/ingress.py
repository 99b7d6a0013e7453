"""Ingress, and the hosts and paths under which a component is published, whatever publishes it."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups import traffic
from foundation.model.bundle.groups.routes import TrafficKind
from foundation.model.bundle.ports import transport_port
from foundation.model.chart.values import Ingress, IngressHost, IngressPath
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain_list, texts


def ingress(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> Ingress:
    """Return the Ingress by the bundle's wishes and the policy's pattern for the host."""
    wanted = environment.settings.ingress or traffic.IngressSpec()
    enabled = published_by(environment, "ingress")
    hosts = published_hosts(effective, environment, policy) if enabled else []
    own = texts({**policy.transports[effective.transport].ingress_annotations, **(wanted.annotations or {})})
    return Ingress(
        enabled=enabled,
        class_name=wanted.class_name or policy.ingress.class_name,
        labels=texts(wanted.labels) if enabled else {},
        annotations=own if enabled else {},
        hosts=hosts,
        tls=_tls(effective, environment, wanted, policy, hosts) if enabled else [],
    )


def published_by(environment: EffectiveEnvironment, kind: TrafficKind) -> bool:
    """Tell whether the component is published, and by this kind of traffic."""
    settings = environment.settings
    return bool(settings.enable_ingress and settings.ports) and (settings.traffic or "ingress") == kind


def published_hosts(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> list[IngressHost]:
    """Return the hosts with their paths: the bundle's, else one by the policy's pattern.

    Args:
        effective: the component.
        environment: its settings in the environment; they have ports.
        policy: knows the pattern of the host.
    """
    wanted = environment.settings.ingress or traffic.IngressSpec()
    first = transport_port(environment.settings, effective.transport).name
    if wanted.hosts is None:
        host = wanted.host or _default_host(effective, environment, policy)
        path = traffic.IngressPath.model_validate({"path": wanted.path, "pathType": wanted.path_type})
        return [IngressHost(host=host, paths=[_path(path, first)])]
    return [
        IngressHost(host=host.host or "", paths=[_path(path, first) for path in host.paths or [traffic.IngressPath()]])
        for host in wanted.hosts
    ]


def _default_host(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> str:
    """Return the host by the policy's pattern; that of a tenant names it, or two of them would have the same host."""
    named = {} if effective.tenant == policy.default_tenant else policy.ingress.tenant_hosts
    patterns = named or policy.ingress.hosts
    pattern = patterns.get(environment.name, patterns["default"])
    return pattern.format(**_names(effective, environment))


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
    wanted: traffic.IngressSpec,
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
