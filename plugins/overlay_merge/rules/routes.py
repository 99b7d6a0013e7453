"""What publishes a component must fit what it speaks."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.mesh import ServiceMesh
from foundation.model.bundle.groups.routes import GatewaySpec, VirtualServiceSpec
from foundation.model.bundle.groups.traffic import IngressPath, IngressSpec
from foundation.model.bundle.layer import Layer
from foundation.model.errors import Problem
from plugins.overlay_merge.places import setting_path

#: Rules that a component may have, by its transport; what is not named speaks HTTP.
_GATEWAY = {"grpc": {"grpcRules"}, "tcp": {"tcpRules", "tlsRules"}}
_ISTIO = {"tcp": {"tcp", "tls"}}


def route_problems(transport: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield what is wrong with the way in which one environment publishes the component."""
    settings = environment.settings
    if not settings.enable_ingress or not settings.ports:
        return
    if settings.enable_service is False:
        yield Problem(
            code="ingress-without-service",
            message=f"enable_ingress in {environment.name} needs a Service to send traffic to",
            remedy="Leave enable_service out, or switch enable_ingress off.",
            path=setting_path("enable_ingress", environment),
        )
    if settings.traffic == "gateway-api":
        yield from _gateway(transport, environment)
    elif settings.traffic == "istio":
        yield from _istio(transport, environment)
    elif transport == "tcp":
        yield Problem(
            code="traffic-transport",
            message=f"an Ingress carries HTTP, and the component's transport is tcp ({environment.name})",
            remedy="Set traffic to gateway-api or istio, or publish it by service: {type: LoadBalancer}.",
            path=setting_path("enable_ingress", environment),
        )


def _gateway(transport: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    wanted = settings.gateway or GatewaySpec()
    rules = {
        "httpRules": wanted.http_rules,
        "grpcRules": wanted.grpc_rules,
        "tcpRules": wanted.tcp_rules,
        "tlsRules": wanted.tls_rules,
    }
    given = {name for name, value in rules.items() if value is not None}
    if not wanted.parent_refs:
        yield _missing("gateway.parentRefs", environment)
    yield from _foreign("gateway", given, _GATEWAY.get(transport, {"httpRules"}), transport)
    if given >= {"tcpRules", "tlsRules"}:
        yield Problem(
            code="route-kind",
            message="gateway has both tcpRules and tlsRules, and a component gets one kind of route",
            remedy="Keep one of them.",
            path="component.gateway",
        )
    yield from _paths(settings, has_rules=bool(given), has_paths=transport not in _GATEWAY, transport=transport)


def _istio(transport: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    wanted = settings.virtual_service or VirtualServiceSpec()
    rules = {"http": wanted.http, "tls": wanted.tls, "tcp": wanted.tcp}
    given = {name for name, value in rules.items() if value is not None}
    provider = (settings.service_mesh or ServiceMesh()).provider
    if not settings.service_mesh_enabled or provider != "istio":
        yield Problem(
            code="istio-without-mesh",
            message=f"traffic istio in {environment.name} needs the component in the mesh istio",
            remedy="Set service_mesh_enabled, and service_mesh.provider to istio; or choose another traffic.",
            path=setting_path("traffic", environment),
        )
    if not wanted.gateways:
        yield _missing("virtual_service.gateways", environment)
    yield from _foreign("virtual_service", given, _ISTIO.get(transport, {"http"}), transport)
    yield from _paths(settings, has_rules=bool(given), has_paths=transport not in _ISTIO, transport=transport)


def _foreign(setting: str, given: set[str], allowed: set[str], transport: str) -> Iterator[Problem]:
    for name in sorted(given - allowed):
        yield Problem(
            code="route-kind",
            message=f"{setting}.{name} is not for a component of transport {transport}",
            remedy=f"Use {setting}.{' or '.join(sorted(allowed))}.",
            path=f"component.{setting}.{name}",
        )


def _paths(settings: Layer, *, has_rules: bool, has_paths: bool, transport: str) -> Iterator[Problem]:
    ingress = settings.ingress or IngressSpec()
    single = IngressPath.model_validate({"path": ingress.path, "pathType": ingress.path_type})
    paths = [path for host in ingress.hosts or [] for path in host.paths or []] or [single]
    special = [path.path for path in paths if path.path not in (None, "/")]
    if special and not has_paths:
        yield _path_problem("route-path", f"{settings.traffic} routes {transport} by no path", "Leave the paths out.")
    elif special and has_rules:
        yield _path_problem("route-path", "paths stand both in ingress and in rules", "Keep them in one of the two.")
    if any(path.path_type == "ImplementationSpecific" for path in paths):
        message = f"{settings.traffic} knows no paths of type ImplementationSpecific"
        yield _path_problem("route-path", message, "Use Prefix or Exact, or give the rules themselves.")


def _path_problem(code: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, path="component.ingress")


def _missing(setting: str, environment: EffectiveEnvironment) -> Problem:
    return Problem(
        code="missing-key",
        message=f"traffic {environment.settings.traffic} in {environment.name} needs {setting}",
        remedy=f"Add {setting}, or a default to the policy.",
        path=setting_path(setting, environment),
    )
