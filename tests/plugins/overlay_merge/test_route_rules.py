from collections.abc import Callable
from typing import Any

import pytest

Problems = Callable[..., list[tuple[str, str | None]]]
DATABASE = {"transport": "tcp", "ports": [{"name": "db", "port": 5432}]}
MESH = {"service_mesh_enabled": True}
GATEWAY = {"enable_ingress": True, "traffic": "gateway-api"}
ISTIO = {"enable_ingress": True, "traffic": "istio", **MESH}
RULES = [{"matches": [{"path": {"type": "PathPrefix", "value": "/a"}}]}]


def at(*path: str, code: str = "route-kind") -> list[tuple[str, str | None]]:
    return [(code, f"component.{place}") for place in path]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (GATEWAY, []),
        ({**GATEWAY, "gateway": {"httpRules": RULES}}, []),
        ({**GATEWAY, "transport": "grpc", "gateway": {"grpcRules": [{}]}}, []),
        ({**GATEWAY, **DATABASE}, []),
        ({**GATEWAY, **DATABASE, "gateway": {"tlsRules": [{}]}}, []),
        (ISTIO, []),
        ({**ISTIO, "transport": "grpc", "virtual_service": {"http": [{"timeout": "5s"}]}}, []),
        ({**ISTIO, **DATABASE, "virtual_service": {"tls": [{"match": [{"sniHosts": ["a"], "port": 443}]}]}}, []),
        # Settings of what does not publish are no mistake: another environment may use them.
        ({"gateway": {"grpcRules": [{}]}, "virtual_service": {"tcp": [{}]}}, []),
        ({**DATABASE, "enable_ingress": True}, at("enable_ingress", code="traffic-transport") * 2),
        ({**GATEWAY, **DATABASE, "gateway": {"httpRules": RULES}}, at("gateway.httpRules")),
        ({**GATEWAY, "transport": "grpc", "gateway": {"httpRules": RULES}}, at("gateway.httpRules")),
        ({**GATEWAY, "gateway": {"tcpRules": [{}]}}, at("gateway.tcpRules")),
        ({**GATEWAY, **DATABASE, "gateway": {"tcpRules": [{}], "tlsRules": [{}]}}, at("gateway")),
        ({**ISTIO, **DATABASE, "virtual_service": {"http": [{}]}}, at("virtual_service.http")),
        ({**ISTIO, "virtual_service": {"tcp": [{}]}}, at("virtual_service.tcp")),
        ({**GATEWAY, "gateway": {"parentRefs": []}}, at("gateway.parentRefs", code="missing-key") * 2),
        ({**ISTIO, "virtual_service": {"gateways": []}}, at("virtual_service.gateways", code="missing-key") * 2),
        ({**ISTIO, "service_mesh_enabled": False}, at("traffic", code="istio-without-mesh") * 2),
        ({**ISTIO, "service_mesh": {"provider": "linkerd"}}, at("traffic", code="istio-without-mesh") * 2),
        ({**GATEWAY, "enable_service": False}, at("enable_ingress", code="ingress-without-service") * 2),
        ({**GATEWAY, **DATABASE, "ingress": {"path": "/a"}}, at("ingress", code="route-path")),
        ({**GATEWAY, "transport": "grpc", "ingress": {"path": "/a"}}, at("ingress", code="route-path")),
        ({**GATEWAY, "ingress": {"path": "/a"}, "gateway": {"httpRules": RULES}}, at("ingress", code="route-path")),
        ({**GATEWAY, "ingress": {"pathType": "ImplementationSpecific"}}, at("ingress", code="route-path")),
        ({**ISTIO, "ingress": {"hosts": [{"paths": [{"path": "/b"}]}]}, "virtual_service": {"http": [{}]}},
         at("ingress", code="route-path")),
        ({**GATEWAY, "ports": None}, at("enable_ingress", code="ingress-without-port") * 2),
        ({"type": "worker", "transport": "queue", "gateway": {"httpRules": RULES}},
         at("gateway", code="setting-not-supported")),
    ],
)  # fmt: skip
def test_what_publishes_a_component_fits_what_it_speaks(
    component: dict[str, Any], expected: list[Any], problems: Problems
) -> None:
    assert problems(None, **component) == expected


def test_the_problem_stands_in_the_environment_that_chose_the_traffic(problems: Problems) -> None:
    fields = {"environments": {"prod": {"traffic": "istio", "enable_ingress": True}}}
    assert problems(fields) == [("istio-without-mesh", "environments.prod.traffic")]


def test_a_layer_can_change_what_publishes(problems: Problems) -> None:
    fields = {"environments": {"dev": {"enable_ingress": False}, "prod": {"traffic": "gateway-api"}}}
    assert problems(fields, **DATABASE, enable_ingress=True) == []
