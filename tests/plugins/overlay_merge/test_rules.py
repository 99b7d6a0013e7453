from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError
from plugins.overlay_merge.merge import merge_component

#: A writable folder that every container has by the platform's policy.
SCRATCH = "/tmp"  # noqa: S108 - a path in a container
SCALE = {"minReplicas": 2, "maxReplicas": 4}
VOLUME = {"name": "data", "size": "1Gi", "mount_path": "/data"}


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ({}, []),
        ({"name": "a" * 52}, []),
        ({"name": "a" * 53}, [("name-too-long", "component.name")]),
        ({"name": "Null"}, [("name-ambiguous", "component.name")]),
        ({"name": "y"}, [("name-ambiguous", "component.name")]),
        ({"name": "On"}, [("name-ambiguous", "component.name")]),
        ({"enable_hpa": True, "autoscale": SCALE}, []),
        (
            {"enable_hpa": True, "autoscale": {"minReplicas": 12, "maxReplicas": 3}},
            [("autoscale-bounds", "component.autoscale.minReplicas")],
        ),
        ({"ports": None, "enable_ingress": True}, [("ingress-without-port", "component.enable_ingress")]),
        ({"transport": "tcp"}, [("missing-key", "component.ports")]),
        ({"transport": "tcp", "ports": [{"name": "a", "port": 1}]}, []),
        (
            {"ports": [{"name": "a", "port": 1}, {"name": "b", "port": 1}]},
            [("port-twice", "component.ports[b].port")],
        ),
        (
            {"services": [{"name": "s", "ports": [{"name": n, "port": 80, "targetPort": 8080} for n in "ab"]}]},
            [("port-twice", "component.services[s].ports[b].port")],
        ),
        ({"ports": [{"name": "a", "port": 1}, {"name": "b", "port": 1, "protocol": "UDP"}]}, []),
        ({"type": "cronjob", "transport": "queue"}, [("missing-key", "component.schedule")]),
        ({"type": "cronjob", "transport": "queue", "schedule": "@daily"}, []),
        ({"schedule": "@daily"}, [("setting-not-supported", "component.schedule")]),
        ({"job": {"backoffLimit": 1}}, [("setting-not-supported", "component.job")]),
        (
            {"type": "worker", "transport": "queue", "enable_ingress": True},
            [("setting-not-supported", "component.enable_ingress")],
        ),
        (
            {"type": "job", "transport": "queue", "ports": [{"name": "a", "port": 1}]},
            [("setting-not-supported", "component.ports")],
        ),
        ({"observability": {"otel_enabled": True}}, [("missing-key", "observability.otel_enabled")]),
        ({"claims": [VOLUME]}, []),
        ({"claims": [{**VOLUME, "mount_path": SCRATCH}]}, []),
        (
            {"claims": [VOLUME, {**VOLUME, "name": "b", "mount_path": "/data/"}]},
            [("mount-path-twice", "component.claims[b].mount_path")],
        ),
        ({"claims": [VOLUME, {**VOLUME, "name": "b"}]}, [("mount-path-twice", "component.claims[b].mount_path")]),
        ({"claims": [{**VOLUME, "name": "scratch-0"}]}, [("volume-name-taken", "component.claims[scratch-0]")]),
        ({"claims": [{**VOLUME, "name": "secret-12"}]}, [("volume-name-taken", "component.claims[secret-12]")]),
        (
            {"claims": [{**VOLUME, "name": "otel-collector"}]},
            [("volume-name-taken", "component.claims[otel-collector]")],
        ),
        ({"claims": [{**VOLUME, "name": "scratch-x"}]}, []),
        (
            {"env": [{"name": "A", "value": "1"}], "secrets": [{"env": [{"name": "A", "key": "k"}]}]},
            [("variable-twice", "component.secrets")],
        ),
        (
            {
                "secrets": [
                    {"name": "x", "env": [{"name": "A", "key": "k"}]},
                    {"name": "y", "env": [{"name": "A", "key": "k"}]},
                ]
            },
            [("variable-twice", "component.secrets[y].env[A]")],
        ),
    ],
    ids=range(31),
)
def test_rules(
    component: dict[str, Any],
    expected: list[tuple[str, str | None]],
    problems: Callable[..., list[tuple[str, str | None]]],
) -> None:
    assert sorted(set(problems(None, **component))) == expected


def test_every_broken_rule_is_reported_at_once(problems: Callable[..., list[tuple[str, str | None]]]) -> None:
    found = problems(
        {"environments": {"prod": {"enable_hpa": True, "autoscale": {"minReplicas": 12, "maxReplicas": 3}}}},
        name="y",
        schedule="@daily",
        claims=[{**VOLUME, "name": "secret-0"}],
    )
    assert sorted(set(found)) == [
        ("autoscale-bounds", "environments.prod.autoscale.minReplicas"),
        ("name-ambiguous", "component.name"),
        ("setting-not-supported", "component.schedule"),
        ("volume-name-taken", "component.claims[secret-0]"),
    ]


def test_a_namespace_has_a_limit_of_its_own(problems: Callable[..., list[tuple[str, str | None]]]) -> None:
    assert problems({"tenant": "t" * 63}) == [("name-too-long", "component.name")]


def test_a_rule_names_the_environment_that_breaks_it(
    library: TemplateLibrary, bundle_of: Callable[..., Bundle]
) -> None:
    bundle = bundle_of(
        {"environments": {"prod": {"ports": [{"name": "b", "port": 80}]}}}, ports=[{"name": "a", "port": 80}]
    )
    with pytest.raises(InputError) as caught:
        merge_component(bundle, library.load("microservice", None), ["dev", "prod"])
    (problem,) = caught.value.problems
    assert problem.message == "port 80/TCP is served twice in prod"


@pytest.mark.parametrize(
    ("component", "probe", "expected"),
    [
        ({"transport": "http"}, "liveness_probe", {"httpGet": {"path": "/health/live", "port": "http"}}),
        ({"transport": "grpc"}, "readiness_probe", {"grpc": {"port": 50051}}),
        (
            {"transport": "tcp", "ports": [{"name": "db", "port": 5432}]},
            "liveness_probe",
            {"tcpSocket": {"port": "db"}},
        ),
        (
            {"transport": "grpc", "ports": [{"name": "rpc", "port": 80, "targetPort": 9000}]},
            "liveness_probe",
            {"grpc": {"port": 9000}},
        ),
    ],
)
def test_a_component_without_probes_gets_those_of_its_transport(
    component: dict[str, Any],
    probe: str,
    expected: dict[str, Any],
    library: TemplateLibrary,
    bundle_of: Callable[..., Bundle],
) -> None:
    effective = merge_component(bundle_of({}, **component), library.load("microservice", None), ["dev"])
    found = getattr(effective.environments[0].settings, probe).model_dump(by_alias=True, exclude_none=True)
    assert {key: value for key, value in found.items() if key in expected} == expected
    assert {finding.code for finding in effective.findings if finding.path == f"component.{probe}"} == {"probe-default"}


def test_a_queue_without_ports_has_no_invented_probe(
    library: TemplateLibrary, bundle_of: Callable[..., Bundle]
) -> None:
    bundle = bundle_of({}, type="worker", transport="queue")
    effective = merge_component(bundle, library.load("worker", None), ["dev"])
    settings = effective.environments[0].settings
    assert (settings.ports, settings.liveness_probe, settings.readiness_probe) == (None, None, None)
    codes = ["probe-missing", "probe-missing", "resources-default", "egress-open"]
    assert [finding.code for finding in effective.findings] == codes
