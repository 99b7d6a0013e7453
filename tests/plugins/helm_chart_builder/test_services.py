"""The Services of a component, as they come out of a whole run."""

from typing import Any

import pytest

from tests.plugins.helm_chart_builder.conftest import Render

PROXY = {"name": "proxy", "image": "acme/proxy:1.0.0", "ports": [{"name": "proxy", "containerPort": 8443}]}
ADMIN = {"name": "admin", "port": 9000}
HTTPS = {"name": "https", "port": 443, "targetPort": "proxy"}
HTTP = {"name": "http", "port": 80, "targetPort": 8080}


@pytest.mark.parametrize(
    ("component", "protocols"),
    [
        ({"ports": [HTTP, ADMIN]}, {"http": "http"}),
        ({"sidecars": [PROXY], "ports": [HTTPS, HTTP, ADMIN]}, {"http": "http"}),
        ({"sidecars": [PROXY], "ports": [HTTPS]}, {}),
        ({"sidecars": [PROXY], "ports": [{**HTTPS, "targetPort": 8443}]}, {}),
        ({"ports": [{"name": "dns", "port": 53, "targetPort": 5353, "protocol": "UDP"}, HTTP]}, {"http": "http"}),
        ({"ports": [{**HTTP, "appProtocol": "kubernetes.io/ws"}, ADMIN]}, {"http": "kubernetes.io/ws"}),
        ({"transport": "grpc", "ports": [{"name": "api", "port": 50051}, ADMIN]}, {"api": "grpc"}),
        ({"transport": "tcp", "ports": [HTTP, ADMIN]}, {}),
    ],
    ids=["first", "sidecar-first", "sidecar-only", "sidecar-by-number", "udp-first", "given", "grpc", "tcp"],
)
def test_the_transport_is_said_of_the_first_own_tcp_port_alone(
    render: Render, component: dict[str, Any], protocols: dict[str, str]
) -> None:
    ports = render(**component)["service"][0]["spec"]["ports"]
    assert {port["name"]: port["appProtocol"] for port in ports if "appProtocol" in port} == protocols
