"""Who listens on what a component serves."""

from typing import Any

import pytest

from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import is_port_name, own_port, port_map, served_ports, target_number

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
PROXY = {"name": "proxy", "image": "acme/proxy:1", "ports": [{"name": "proxy", "containerPort": 8443}]}
LONG = {"name": "a-name-of-more-than-fifteen", "port": 80}


def settings(**given: Any) -> Layer:
    return Layer.model_validate(given)


@pytest.mark.parametrize(
    ("given", "listening", "targets"),
    [
        ({"ports": [HTTP]}, [("http", 8080, "TCP")], {"http": "http"}),
        ({"ports": [{"name": "web", "port": 80}]}, [("web", 80, "TCP")], {"web": "web"}),
        # A Service's port may be called what a container's may not.
        ({"ports": [LONG]}, [(None, 80, "TCP")], {LONG["name"]: 80}),
        ({"ports": [{"name": "8080", "port": 8080}]}, [(None, 8080, "TCP")], {"8080": 8080}),
        # Who listens already is not asked twice.
        ({"ports": [HTTP], "container_ports": [{"containerPort": 8080}]}, [(None, 8080, None)], {"http": 8080}),
        ({"ports": [{**HTTP, "targetPort": 8443}], "sidecars": [PROXY]}, [], {"http": 8443}),
        ({"ports": [{**HTTP, "targetPort": 8443}], "init_containers": [PROXY]}, [], {"http": 8443}),
        ({"ports": [{**HTTP, "targetPort": "proxy"}], "sidecars": [PROXY]}, [], {"http": "proxy"}),
        (
            {"ports": [HTTP, {**HTTP, "name": "again", "port": 81}]},
            [("http", 8080, "TCP")],
            {"http": "http", "again": 8080},
        ),
        # Another protocol is another port.
        (
            {"ports": [{"name": "dns", "port": 5353}, {"name": "dns-udp", "port": 5353, "protocol": "UDP"}]},
            [("dns", 5353, "TCP"), ("dns-udp", 5353, "UDP")],
            {"dns": "dns", "dns-udp": "dns-udp"},
        ),
        # A name that a container has already is not given once more.
        (
            {"ports": [{"name": "proxy", "port": 80}], "sidecars": [PROXY]},
            [(None, 80, "TCP")],
            {"proxy": 80},
        ),
        ({"ports": [{"name": "later"}]}, [], {}),
        ({}, [], {}),
    ],
)
def test_what_is_served_is_listened_on_once(
    given: dict[str, Any], listening: list[tuple[str | None, int, str | None]], targets: dict[str, int | str]
) -> None:
    found = port_map(settings(**given))
    assert [(port.name, port.container_port, port.protocol) for port in found.container_ports] == listening
    assert found.targets == targets


@pytest.mark.parametrize(
    ("target", "number"), [(8080, 8080), (9, 9), ("http", 8080), ("proxy", 8443), ("nobody", None)]
)
def test_a_target_is_a_number_if_somebody_listens(target: int | str, number: int | None) -> None:
    assert target_number(settings(ports=[HTTP], sidecars=[PROXY]), target) == number


@pytest.mark.parametrize(
    ("given", "own"),
    [
        ({"ports": [HTTP]}, ("http", 8080)),
        ({"ports": [{"name": "udp", "port": 53, "protocol": "UDP"}, HTTP]}, ("http", 8080)),
        ({"ports": [{**HTTP, "targetPort": "proxy"}, {"name": "api", "port": 81}], "sidecars": [PROXY]}, ("api", 81)),
        (
            {"ports": [{**HTTP, "targetPort": "in"}], "container_ports": [{"name": "in", "containerPort": 9}]},
            ("http", 9),
        ),
        ({"ports": [{**HTTP, "targetPort": "proxy"}], "sidecars": [PROXY]}, None),
        ({"ports": [{"name": "53", "port": 53, "protocol": "UDP"}, {"name": "dns", "port": 53}]}, ("dns", 53)),
        ({"ports": []}, None),
    ],
)
def test_what_a_transport_implies_is_of_the_first_own_port(given: dict[str, Any], own: tuple[str, int] | None) -> None:
    found = own_port(settings(**given), "tcp")
    assert (found and (found[0].name, found[1].container_port)) == own


@pytest.mark.parametrize(
    ("name", "more"),
    [("http", {}), ("http-api", {}), ("api", {"appProtocol": "http"})],
    ids=["name", "prefix", "protocol"],
)
def test_the_port_named_after_the_transport_wins(name: str, more: dict[str, Any]) -> None:
    ports = [{"name": "metrics", "port": 9090}, {"name": name, "port": 80, **more}]
    for transport, own in (("http", 80), ("grpc", 9090)):
        found = own_port(settings(ports=ports), transport)
        assert found is not None
        assert found[0].port == own


def test_a_port_without_a_number_is_not_served_yet() -> None:
    given = settings(ports=[HTTP, {"name": "later", "targetPort": 9}])
    assert [(port.name, port.port, port.target_port) for port in served_ports(given)] == [("http", 80, 8080)]


@pytest.mark.parametrize(
    ("name", "valid"), [("http", True), ("a" * 15, True), ("a" * 16, False), ("80", False), ("a-", False)]
)
def test_a_containers_port_has_a_short_name_with_a_letter(name: str, valid: bool) -> None:
    assert is_port_name(name) is valid
