"""Who may call the component and whom it may call, as the NetworkPolicy comes out of a whole run."""

from typing import Any

import pytest

from tests.plugins.helm_chart_builder.conftest import Render

PROXY = {"name": "proxy", "image": "acme/proxy:1.0.0", "ports": [{"name": "proxy", "containerPort": 8443}]}
PORTS = [{"name": "http", "port": 80, "targetPort": 8080}, {"name": "https", "port": 443, "targetPort": "proxy"}]
DNS_PORT = 53


def spec(render: Render, **component: Any) -> dict[str, Any]:
    found: dict[str, Any] = render(**component)["networkpolicy"][0]["spec"]
    return found


def namespace(name: str) -> dict[str, Any]:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def test_all_targets_of_all_services_take_traffic_once(render: Render) -> None:
    admin = {"name": "webdemo-admin", "ports": [{"name": "admin", "port": 81, "targetPort": 8080}]}
    (rule,) = spec(render, sidecars=[PROXY], ports=PORTS, services=[admin])["ingress"]
    assert rule["ports"] == [
        {"protocol": "TCP", "port": "http"},
        {"protocol": "TCP", "port": "proxy"},
        {"protocol": "TCP", "port": 8080},
    ]


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ("http", {"protocol": "TCP", "port": "http"}),
        (80, {"protocol": "TCP", "port": "http"}),
        (443, {"protocol": "TCP", "port": "proxy"}),
        ("proxy", {"protocol": "TCP", "port": 8443}),
        (9999, {"protocol": "TCP", "port": 9999}),
    ],
)
def test_a_caller_names_the_port_as_the_service_does(render: Render, called: Any, expected: dict[str, Any]) -> None:
    callers = [{"namespace": "shop", "ports": [called]}]
    (rule,) = spec(render, sidecars=[PROXY], ports=PORTS, called_by=callers)["ingress"]
    assert rule == {"from": [namespace("shop")], "ports": [expected]}


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        ({"cidr": "10.0.0.0/8"}, {"ipBlock": {"cidr": "10.0.0.0/8"}}),
        ({"namespace": "shop"}, namespace("shop")),
        (
            {"namespace": "shop", "pod_labels": {"app": "cart"}},
            {**namespace("shop"), "podSelector": {"matchLabels": {"app": "cart"}}},
        ),
        (
            {"component": "ShopCart"},
            {
                **namespace("cs-acme-shopcart"),
                "podSelector": {"matchLabels": {"app.kubernetes.io/name": "shopcart"}},
            },
        ),
        (
            {"component": "ShopCart", "tenant": "other"},
            {**namespace("cs-other-shopcart"), "podSelector": {"matchLabels": {"app.kubernetes.io/name": "shopcart"}}},
        ),
    ],
)
def test_a_peer_is_who_it_says(render: Render, caller: dict[str, Any], expected: dict[str, Any]) -> None:
    (rule,) = spec(render, ports=PORTS[:1], called_by=[caller])["ingress"]
    assert rule["from"] == [expected]
    assert rule["ports"] == [{"protocol": "TCP", "port": "http"}]


def test_who_names_callers_lets_nobody_else_in_but_what_publishes_it(render: Render) -> None:
    callers = [{"namespace": "shop"}]
    assert len(spec(render, called_by=callers)["ingress"]) == 1
    published = spec(render, called_by=callers, enable_ingress=True)["ingress"]
    assert len(published) == 2
    assert published[1]["from"] != published[0]["from"]
    assert spec(render, called_by=[]).get("ingress", []) == []


def test_a_host_is_anywhere_on_its_ports_alone(render: Render) -> None:
    calls = [{"host": "api.example.com", "ports": [443]}, {"cidr": "10.0.0.0/8", "ports": [53], "protocol": "UDP"}]
    egress = spec(render, calls=calls)["egress"]
    assert egress[-2:] == [
        {"ports": [{"protocol": "TCP", "port": 443}]},
        {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"protocol": "UDP", "port": 53}]},
    ]


def test_calls_take_the_place_of_the_platforms_general_egress(render: Render) -> None:
    general, declared = spec(render)["egress"], spec(render, calls=[{"namespace": "shop"}])["egress"]
    assert declared == [rule for rule in general if rule in declared] + [{"to": [namespace("shop")]}]
    assert len(general) >= len(declared)
    assert any(port["port"] == DNS_PORT for rule in declared for port in rule.get("ports", []))


def test_without_the_platforms_rules_only_ones_own_hold(render: Render) -> None:
    own = {"ingress": [{"from": [{"podSelector": {}}]}], "egress": [{"to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}]}]}
    found = spec(render, network_policy={"defaults": False, **own})
    assert {name: found[name] for name in own} == own
    added = spec(render, network_policy=own)
    assert added["ingress"][-1:] == own["ingress"]
    assert len(added["ingress"]) > 1
    assert added["egress"][-1:] == own["egress"]
    assert len(added["egress"]) > 1


@pytest.mark.parametrize(
    ("endpoint", "port", "to"),
    [
        ("http://otel-collector.monitoring:4317", 4317, [namespace("monitoring")]),
        ("http://otel-collector.monitoring.svc:4318", 4318, [namespace("monitoring")]),
        ("http://otel-collector.monitoring.svc.cluster.local:4317", 4317, [namespace("monitoring")]),
        ("http://otel-collector:4317", 4317, [namespace("cs-acme-webdemo")]),
        ("http://10.0.0.7:4317", 4317, [{"ipBlock": {"cidr": "10.0.0.7/32"}}]),
        ("https://otel.connectsoft.dev", 443, None),
        ("https://connectsoft.dev", 443, None),
        ("https://example.de", 443, None),
    ],
)
def test_telemetry_may_leave_to_where_its_endpoint_is(
    endpoint: str, port: int, to: list[dict[str, Any]] | None, render: Render
) -> None:
    telemetry = {"otel_enabled": True, "otel_endpoint": endpoint}
    rule: dict[str, Any] = {"ports": [{"protocol": "TCP", "port": port}], **({"to": to} if to else {})}
    assert rule in spec(render, observability=telemetry, calls=[])["egress"]
    assert rule not in spec(render, calls=[])["egress"]


@pytest.mark.parametrize(
    ("entry", "to"),
    [
        ({"host": "db.example.com"}, None),
        ({"host": "db.example.com", "cidr": "10.20.0.0/16"}, [{"ipBlock": {"cidr": "10.20.0.0/16"}}]),
        ({"name": "database", "cidr": "10.20.0.0/16"}, [{"ipBlock": {"cidr": "10.20.0.0/16"}}]),
        ({"host": "10.1.2.3"}, [{"ipBlock": {"cidr": "10.1.2.3/32"}}]),
        ({"host": "orders-db.data.svc"}, [namespace("data")]),
    ],
)
@pytest.mark.parametrize("declared", [{}, {"calls": []}, {"network_policy": {"defaults": False, "egress": []}}])
def test_what_else_it_reaches_is_let_out(
    entry: dict[str, Any], to: list[dict[str, Any]] | None, declared: dict[str, Any], render: Render
) -> None:
    rule: dict[str, Any] = {"ports": [{"protocol": "TCP", "port": 5432}], **({"to": to} if to else {})}
    assert spec(render, external=[{**entry, "port": 5432}], **declared)["egress"][-1] == rule


def test_roles_need_the_kubernetes_api(render: Render) -> None:
    rule = {"ports": [{"protocol": "TCP", "port": 443}, {"protocol": "TCP", "port": 6443}]}
    profile = {"enable_rbac": True, "rbac_roles": ["reader"]}
    assert rule in spec(render, calls=[], security_profile=profile)["egress"]
    assert rule not in spec(render, calls=[])["egress"]
    refused = spec(render, calls=[], security_profile=profile, automount_service_account_token=False)
    assert rule not in refused["egress"]
