"""Routes of the Gateway API and of Istio, for the hosts and paths that an Ingress would have.

Where a rule names no backend, the chart's template fills in the component's Service.
"""

from collections.abc import Sequence
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups.routes import GatewaySpec, VirtualServiceSpec
from foundation.model.bundle.groups.services import ServicePort, ServiceSpec
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import served_ports, transport_port
from foundation.model.chart import values
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.ingress import published_by, published_hosts
from plugins.helm_chart_builder.sections.plain import plain_list, texts

_GROUP = "gateway.networking.k8s.io"
_PATH_TYPES = {"Prefix": "PathPrefix", "Exact": "Exact"}
#: What an Istio route does in place of sending requests on.
_ANSWERS = ("redirect", "directResponse", "delegate")


def gateway(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> values.Gateway:
    """Return the routes of the Gateway API: as given, else by ports and paths."""
    wanted = environment.settings.gateway or GatewaySpec()
    enabled = published_by(environment, "gateway-api")
    return values.Gateway(
        enabled=enabled,
        parent_refs=plain_list(wanted.parent_refs),
        labels=texts(wanted.labels) if enabled else {},
        annotations=texts(wanted.annotations) if enabled else {},
        routes=_routes(effective, environment, wanted, policy) if enabled else [],
    )


def _routes(
    effective: EffectiveComponent, environment: EffectiveEnvironment, wanted: GatewaySpec, policy: PlatformPolicy
) -> list[values.Route]:
    settings = environment.settings
    kind, given = _kind(effective.transport, wanted)
    hosts = published_hosts(effective, environment, policy)
    whole = given or ([{}] if kind in ("TCPRoute", "TLSRoute") else None)
    groups = _by_paths(hosts) if whole is None else [(hosts, hosts[0].paths)]
    return [
        values.Route(
            name=_name(effective, number),
            api_version=f"{_GROUP}/{policy.gateway_api_versions[kind]}",
            kind=kind,
            hostnames=[] if kind == "TCPRoute" else _names(group),
            rules=[_with_backend(rule, settings, effective.transport) for rule in whole]
            if whole is not None
            else [_rule(kind, path, settings) for path in paths],
        )
        for number, (group, paths) in enumerate(groups, 1)
    ]


def _kind(transport: str, wanted: GatewaySpec) -> tuple[str, list[dict[str, Any]] | None]:
    if transport == "grpc":
        return "GRPCRoute", wanted.grpc_rules
    if transport != "tcp":
        return "HTTPRoute", wanted.http_rules
    if wanted.tls_rules is not None:
        return "TLSRoute", wanted.tls_rules
    return "TCPRoute", wanted.tcp_rules


def _rule(kind: str, path: values.IngressPath, settings: Layer) -> dict[str, Any]:
    match = {"path": {"type": _PATH_TYPES.get(path.path_type, path.path_type), "value": path.path}}
    matches = {"matches": [match]} if kind == "HTTPRoute" else {}
    service = {"name": path.service} if path.service else {}
    return {**matches, "backendRefs": [{**service, "port": _port(settings, path)}]}


def _with_backend(rule: dict[str, Any], settings: Layer, transport: str) -> dict[str, Any]:
    redirects = any(entry.get("type") == "RequestRedirect" for entry in rule.get("filters") or [])
    if redirects or "backendRefs" in rule:
        return rule
    return {**rule, "backendRefs": [{"port": transport_port(settings, transport).port}]}


def virtual_service(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> values.VirtualService:
    """Return Istio's routes: as given, else by ports and paths."""
    wanted = environment.settings.virtual_service or VirtualServiceSpec()
    enabled = published_by(environment, "istio")
    return values.VirtualService(
        enabled=enabled,
        gateways=wanted.gateways or [],
        export_to=wanted.export_to or [],
        labels=texts(wanted.labels) if enabled else {},
        annotations=texts(wanted.annotations) if enabled else {},
        routes=_virtual(effective, environment, wanted, policy) if enabled else [],
    )


def _virtual(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    wanted: VirtualServiceSpec,
    policy: PlatformPolicy,
) -> list[values.VirtualRoute]:
    settings = environment.settings
    hosts = published_hosts(effective, environment, policy)
    tcp, given = effective.transport == "tcp", wanted.http or wanted.tls or wanted.tcp
    groups = [(hosts, hosts[0].paths)] if given or tcp else _by_paths(hosts)
    port = transport_port(settings, effective.transport).port
    return [
        values.VirtualRoute(
            name=_name(effective, number),
            hosts=_names(group) or ["*"],
            http=_sent(wanted.http, port) if given or tcp else [_match(path, settings) for path in paths],
            tls=_sent(wanted.tls, port),
            tcp=_sent(wanted.tcp if given or not tcp else [{"match": [{"port": port}]}], port),
        )
        for number, (group, paths) in enumerate(groups, 1)
    ]


def _match(path: values.IngressPath, settings: Layer) -> dict[str, Any]:
    uris = [{"exact": path.path}]
    if path.path_type == "Prefix":
        # Istio's prefix is one of text: /a would take /ab too, which an Ingress does not.
        whole = path.path.rstrip("/")
        uris = [*([{"exact": whole}] if whole else []), {"prefix": f"{whole}/"}]
    destination = {**({"host": path.service} if path.service else {}), "port": {"number": _port(settings, path)}}
    return {"match": [{"uri": uri} for uri in uris], "route": [{"destination": destination}]}


def _sent(routes: list[dict[str, Any]] | None, port: int) -> list[dict[str, Any]]:
    sent = {"route": [{"destination": {"port": {"number": port}}}]}
    return [route if any(key in route for key in ("route", *_ANSWERS)) else {**route, **sent} for route in routes or []]


def _by_paths(hosts: list[values.IngressHost]) -> list[tuple[list[values.IngressHost], list[values.IngressPath]]]:
    """Return the hosts in groups that have the same paths, since one route has its rules for all its hosts."""
    groups: list[tuple[list[values.IngressHost], list[values.IngressPath]]] = []
    for host in hosts:
        group = next((group for group, paths in groups if paths == host.paths), None)
        if group is None:
            groups.append(([host], host.paths))
        else:
            group.append(host)
    return groups


def _names(hosts: list[values.IngressHost]) -> list[str]:
    return list(dict.fromkeys(host.host for host in hosts if host.host))


def _name(effective: EffectiveComponent, number: int) -> str:
    return "" if number == 1 else f"{effective.slug}-{number}"


def _port(settings: Layer, path: values.IngressPath) -> int:
    """Return the number of a Service's port, by which routes know it."""
    ports: Sequence[ServicePort] = served_ports(settings)
    if path.service and path.service != (settings.service or ServiceSpec()).name:
        ports = next((further.ports or [] for further in settings.services or [] if further.name == path.service), [])
    # What all environments share may name a port that only some of them have; there is no route in it to be wrong.
    return next((port.port for port in ports if path.port in (port.name, port.port)), 0)
