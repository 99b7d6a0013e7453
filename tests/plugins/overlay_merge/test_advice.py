from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from plugins.overlay_merge.merge import merge_component

Advice = Callable[..., dict[str, str]]
TRIGGERS = {"maxReplicaCount": 3, "triggers": [{"type": "azure-queue", "metadata": {"queueName": "a"}}]}


@pytest.fixture
def advice(library: TemplateLibrary, bundle_of: Callable[..., Bundle]) -> Advice:
    def find(fields: dict[str, Any] | None = None, **component: Any) -> dict[str, str]:
        bundle = bundle_of(fields, **component)
        effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev", "prod"])
        return {finding.code: f"{finding.path} {finding.message}" for finding in effective.findings}

    return find


@pytest.mark.parametrize(
    "component",
    [
        {"tls_secret_name": "tls"},
        {"ingress": {"className": "nginx"}},
        {"ingress": {"annotations": {"a/b": "c"}}},
        {"ingress": {"tls": [{"hosts": ["a.example"]}]}},
    ],
)
def test_what_only_an_ingress_has_is_without_effect_elsewhere(component: dict[str, Any], advice: Advice) -> None:
    fields = {"environments": {"prod": {"traffic": "gateway-api"}}}
    found = advice(fields, enable_ingress=True, **component)
    assert "in prod has no effect: traffic is gateway-api" in found["ingress-setting-unused"]
    assert "ingress-setting-unused" not in advice(enable_ingress=True, **component)
    assert "ingress-setting-unused" not in advice(fields, enable_ingress=False, **component)


def test_hosts_and_paths_are_for_everything_that_publishes(advice: Advice) -> None:
    ingress = {"host": "a.connectsoft.dev", "path": "/a"}
    assert "ingress-setting-unused" not in advice(enable_ingress=True, traffic="gateway-api", ingress=ingress)


def test_replicas_have_no_effect_under_keda(advice: Advice) -> None:
    worker = {"type": "worker", "transport": "queue", "keda": TRIGGERS}
    fields = {"environments": {"dev": {"replicas": 2}}}
    assert "replicas-unused" in advice(fields, enable_keda=True, **worker)
    assert "replicas-unused" not in advice(fields, **worker)


def test_pods_of_keda_count_for_shared_volumes(advice: Advice) -> None:
    worker = {"type": "worker", "transport": "queue", "keda": TRIGGERS, "replicas": 1}
    claims = [{"name": "data", "size": "1Gi", "mount_path": "/data"}]
    assert "up to 3 pods" in advice(enable_keda=True, claims=claims, **worker)["volume-shared"]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ({"type": "cronjob", "schedule": "0 3 * * *"}, None),
        ({"type": "job"}, None),
        ({"type": "job", "job": {"parallelism": 4, "completions": 4}}, "up to 4 pods"),
    ],
)
def test_a_job_shares_its_volume_among_the_pods_of_one_run(
    component: dict[str, Any], expected: str | None, advice: Advice
) -> None:
    claims = [{"name": "data", "size": "1Gi", "mount_path": "/data"}]
    found = advice({"environments": {"prod": {}}}, transport="queue", claims=claims, **component)
    assert ("volume-shared" in found) == (expected is not None)
    assert (expected or "") in found.get("volume-shared", "")


SCALE = {"minReplicas": 2, "maxReplicas": 4}
OFF = {"enable_hpa": False}
ON = {"enable_hpa": True}
EVENTS = {"type": "worker", "transport": "queue", "keda": TRIGGERS}


@pytest.mark.parametrize(
    ("fields", "component", "expected"),
    [
        ({}, {"autoscale": SCALE, "enable_hpa": True}, None),
        ({"environments": {"dev": OFF, "prod": ON}}, {"autoscale": SCALE}, None),
        (
            {"environments": {"dev": OFF, "prod": OFF}},
            {"autoscale": SCALE},
            "component.autoscale autoscale has no effect: enable_hpa is off in every environment of the bundle",
        ),
        (
            {"environments": {"dev": {"autoscale": SCALE}}},
            {},
            "environments.dev.autoscale autoscale of environment dev has no effect: enable_hpa is off in dev",
        ),
        ({"environments": {"prod": {"autoscale": SCALE}}}, {}, None),
        ({}, {**EVENTS, "enable_keda": True}, None),
        ({"environments": {"test": {"enable_keda": True}}}, EVENTS, None),
        (
            {},
            EVENTS,
            "component.keda keda has no effect: enable_keda is off in every environment of the bundle",
        ),
        (
            {"environments": {"prod": {"keda": {"cooldownPeriod": 9}}, "dev": {"enable_keda": True}}},
            EVENTS,
            "environments.prod.keda keda of environment prod has no effect: enable_keda is off in prod",
        ),
    ],
)
def test_an_autoscaler_that_is_off_has_settings_without_effect(
    fields: dict[str, Any], component: dict[str, Any], expected: str | None, advice: Advice
) -> None:
    assert advice(fields, **component).get("scaling-unused") == expected


@pytest.mark.parametrize(
    "names", [{"rbac_roles": ["reader"]}, {"roles": [{"name": "own", "rules": [{"verbs": ["get"]}]}]}]
)
def test_roles_are_of_no_use_where_the_bundle_refuses_the_token(names: dict[str, Any], advice: Advice) -> None:
    profile = {"enable_rbac": True, **names}
    refused = advice(security_profile=profile, automount_service_account_token=False)["roles-without-token"]
    assert refused.startswith(f"security_profile.{next(iter(names))} the pods get the roles")
    assert "roles-without-token" not in advice(security_profile=profile)
    assert "roles-without-token" not in advice(security_profile=profile, automount_service_account_token=True)
