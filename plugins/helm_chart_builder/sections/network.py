"""NetworkPolicy: from the declared calls and callers, the platform's rules, and rules as given."""

from typing import Any

from foundation.model.bundle.cluster_hosts import namespace_of, network_of
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.traffic import Call, Caller, NetworkPolicySpec
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import port_map, served_ports, target_number
from foundation.model.chart.features import SecurityFeatures, TelemetryFeatures
from foundation.model.chart.values import NetworkPolicy
from foundation.model.names import dns_label
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.mesh import mesh_policy
from plugins.helm_chart_builder.sections.plain import plain_list, texts

#: Label that the cluster puts on every namespace.
_NAMESPACE = "kubernetes.io/metadata.name"


def network_policy(
    effective: EffectiveComponent,
    settings: Layer,
    policy: PlatformPolicy,
    security: SecurityFeatures,
    telemetry: TelemetryFeatures,
) -> NetworkPolicy:
    """Return the rules of both directions.

    Without ``calls`` and ``called_by`` the platform's general rules hold, unless it wants only what is known; what is
    declared takes their place, each direction for itself.
    """
    wanted = settings.network_policy or NetworkPolicySpec()
    ingress = _from_callers(effective, settings, policy) if settings.called_by is not None else []
    egress = _to_called(effective, settings, policy) if settings.calls is not None else []
    if wanted.with_platform("ingress"):
        ingress = [*ingress, *_platform_ingress(settings, policy)]
    if wanted.with_platform("egress"):
        egress = [*_platform_egress(effective, settings, policy, security), *egress]
        egress += _to_collector(effective, telemetry)
    egress += _to_external(effective, settings, policy)
    return NetworkPolicy(
        enabled=bool(settings.enable_network_policy),
        ingress=[*ingress, *plain_list(wanted.ingress)],
        egress=[*egress, *plain_list(wanted.egress)],
        labels=texts(wanted.labels),
        annotations=texts(wanted.annotations),
    )


def _platform_ingress(settings: Layer, policy: PlatformPolicy) -> list[dict[str, Any]]:
    served = _with_proxy(_served(settings), settings, policy)
    if not served:
        return []
    if settings.called_by is None and policy.network.default_ingress == "open":
        return [{"from": policy.network.ingress_from, "ports": served}]
    if settings.enable_ingress:
        return [{"from": policy.network.controllers[settings.traffic or "ingress"], "ports": served}]
    return []


def _platform_egress(
    effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy, security: SecurityFeatures
) -> list[dict[str, Any]]:
    rules = [*policy.network.egress_always, *mesh_policy(settings, policy).egress]
    general = settings.calls is None and policy.network.default_egress == "open"
    if general:
        rules += policy.network.egress
    elif security.automount_token or security.projected_token_seconds:
        rules += policy.network.kubernetes_api
    if settings.calls is None:
        rules += policy.transports[effective.transport].egress
    return rules


def _to_collector(effective: EffectiveComponent, telemetry: TelemetryFeatures) -> list[dict[str, Any]]:
    if telemetry.endpoint_port is None:
        return []
    ports = [{"protocol": "TCP", "port": telemetry.endpoint_port}]
    return [{**_to_host(telemetry.endpoint_host or "", effective), "ports": ports}]


def _to_external(effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    for entry in settings.external or []:
        ports: list[dict[str, Any]] = [{"protocol": entry.protocol, "port": entry.port}]
        host = entry.host or ""
        if entry.cidr is None and namespace_of(host, effective.namespace) is not None:
            ports = _with_proxy(ports, settings, policy)
        to = {"to": [{"ipBlock": {"cidr": entry.cidr}}]} if entry.cidr else _to_host(host, effective)
        rule = {**to, "ports": ports}
        rules += [rule] if rule not in rules else []
    return rules


def _to_host(host: str, effective: EffectiveComponent) -> dict[str, Any]:
    """Return where a host is: a namespace, an address, or anywhere, since a NetworkPolicy knows no names."""
    namespace, network = namespace_of(host, effective.namespace), network_of(host)
    if namespace is not None:
        return {"to": [{"namespaceSelector": {"matchLabels": {_NAMESPACE: namespace}}}]}
    return {"to": [{"ipBlock": {"cidr": network}}]} if network else {}


def _served(settings: Layer) -> list[dict[str, Any]]:
    """Return the container ports that traffic comes in by: the targets of the Services."""
    targets = port_map(settings).targets
    found: list[dict[str, Any]] = []
    for port in served_ports(settings):
        found.append({"protocol": port.protocol, "port": targets[port.name]})
    for further in settings.services or []:
        found += [{"protocol": port.protocol, "port": port.target_port or port.port} for port in further.ports or []]
    return [port for index, port in enumerate(found) if port not in found[:index]]


def _from_callers(effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy) -> list[dict[str, Any]]:
    rules = []
    for caller in settings.called_by or []:
        ports = [_own_port(port, settings) for port in caller.ports] if caller.ports else _served(settings)
        wanted = _with_proxy(ports, settings, policy)
        rule: dict[str, Any] = {"from": [_peer(caller, effective, policy)]}
        rules.append({**rule, "ports": wanted} if wanted else rule)
    return rules


def _with_proxy(ports: list[dict[str, Any]], settings: Layer, policy: PlatformPolicy) -> list[dict[str, Any]]:
    """Add the ports of the mesh's proxies, which pods of the mesh call in place of the ports themselves."""
    return [*ports, *mesh_policy(settings, policy).proxy_ports] if ports else []


def _own_port(port: int | str, settings: Layer) -> dict[str, Any]:
    """Translate a served port, by its number or name, to the container's."""
    for served in served_ports(settings):
        if port in (served.name, served.port):
            return {"protocol": served.protocol, "port": port_map(settings).targets[served.name]}
    return {"protocol": "TCP", "port": target_number(settings, port) or port}


def _to_called(effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy) -> list[dict[str, Any]]:
    rules = []
    for call in settings.calls or []:
        ports = [{"protocol": call.protocol, "port": port} for port in call.ports or []]
        if call.component is not None or call.namespace is not None:
            ports = _with_proxy(ports, settings, policy)
        # A NetworkPolicy knows no host names, so a host is anywhere, on its ports alone.
        rule: dict[str, Any] = {} if call.host is not None else {"to": [_peer(call, effective, policy)]}
        rules.append({**rule, "ports": ports} if ports else rule)
    return rules


def _peer(peer: Call | Caller, effective: EffectiveComponent, policy: PlatformPolicy) -> dict[str, Any]:
    if peer.cidr is not None:
        return {"ipBlock": {"cidr": peer.cidr}}
    if peer.component is None:
        found: dict[str, Any] = {"namespaceSelector": {"matchLabels": {_NAMESPACE: peer.namespace}}}
        return {**found, "podSelector": {"matchLabels": texts(peer.pod_labels)}} if peer.pod_labels else found
    name = policy.naming.chart.format(component=dns_label(peer.component))
    pattern = policy.naming.namespace if peer.external else effective.namespace_given or policy.naming.namespace
    namespace = pattern.format(component=name, tenant=peer.tenant or effective.tenant)
    return {
        "namespaceSelector": {"matchLabels": {_NAMESPACE: namespace}},
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": name}},
    }
