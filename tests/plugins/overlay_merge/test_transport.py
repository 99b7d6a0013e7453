"""The policy's probes ask a port that the component's own container can answer."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.kubernetes.probes import Probe
from plugins.overlay_merge.merge import merge_component

SIDECAR = {"name": "proxy", "image": "envoy:1.31", "ports": [{"name": "proxy", "containerPort": 8443}]}


@pytest.mark.parametrize(
    ("component", "port"),
    [
        ({"transport": "tcp", "ports": [{"name": "store", "port": 6400}]}, "store"),
        (
            {
                "transport": "tcp",
                "ports": [{"name": "dns-udp", "port": 53, "protocol": "UDP"}, {"name": "dns-tcp", "port": 53}],
            },
            "dns-tcp",
        ),
        (
            {
                "transport": "http",
                "sidecars": [SIDECAR],
                "ports": [{"name": "https", "port": 443, "targetPort": "proxy"}, {"name": "http", "port": 80}],
            },
            "http",
        ),
        ({"transport": "grpc", "ports": [{"name": "grpc", "port": 80, "targetPort": 9000}]}, 9000),
    ],
    ids=["tcp", "udp-first", "sidecar-first", "grpc-by-number"],
)
def test_the_first_own_tcp_port_is_probed(
    bundle_of: Callable[..., Bundle], library: TemplateLibrary, component: dict[str, Any], port: int | str
) -> None:
    assert _probed(bundle_of, library, component)[0] == [port, port]


@pytest.mark.parametrize(
    "component",
    [
        {"transport": "tcp", "ports": [{"name": "syslog", "port": 5514, "protocol": "UDP"}]},
        {"transport": "http", "sidecars": [SIDECAR], "ports": [{"name": "https", "port": 443, "targetPort": "proxy"}]},
    ],
    ids=["udp-only", "sidecar-only"],
)
def test_without_an_own_tcp_port_there_is_no_probe_but_an_advice(
    bundle_of: Callable[..., Bundle], library: TemplateLibrary, component: dict[str, Any]
) -> None:
    ports, codes = _probed(bundle_of, library, component)
    assert ports == [None, None]
    assert codes.count("probe-missing") == 2


def _probed(
    bundle_of: Callable[..., Bundle], library: TemplateLibrary, component: dict[str, Any]
) -> tuple[list[int | str | None], list[str]]:
    bundle = bundle_of({}, **component)
    effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev"])
    settings = effective.environments[0].settings
    probes = [settings.liveness_probe, settings.readiness_probe]
    return [_port(probe) for probe in probes], [finding.code for finding in effective.findings]


def _port(probe: Probe | None) -> int | str | None:
    action = (probe.http_get or probe.tcp_socket or probe.grpc) if probe else None
    return action.port if action else None
