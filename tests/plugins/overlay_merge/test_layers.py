from collections.abc import Callable
from typing import Any

import pytest

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.layer import KEYED_LISTS, Layer
from foundation.model.errors import InputError


def test_each_layer_wins_over_the_one_below(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    layers = [
        ("platform", {}, {}, "dev", 30),
        ("component", {}, {"termination_grace_period_seconds": 31}, "dev", 31),
        ("environment dev", {"environments": {"dev": {"termination_grace_period_seconds": 32}}}, {}, "dev", 32),
        ("tenant acme", {"tenants": {"acme": {"termination_grace_period_seconds": 33}}}, {}, "dev", 33),
        (
            "tenant acme environment dev",
            {"tenants": {"acme": {"environments": {"dev": {"termination_grace_period_seconds": 34}}}}},
            {},
            "dev",
            34,
        ),
    ]
    fields: dict[str, object] = {"tenant": "acme"}
    component: dict[str, object] = {}
    for name, more_fields, more_component, environment, seconds in layers:
        for key, value in more_fields.items():
            old = fields.get(key, {})
            fields[key] = {"acme": {**old.get("acme", {}), **value["acme"]}} if key == "tenants" else value  # type: ignore[attr-defined]
        component |= more_component
        (found,) = merged(bundle_of(fields, **component), environment).environments
        assert found.settings.termination_grace_period_seconds == seconds
        assert found.origins["termination_grace_period_seconds"] == name


def test_origins_name_profiles_types_and_bundle_wide_settings(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    fields = {
        "observability": {"otel_enabled": True, "otel_endpoint": "http://otel:4317"},
        "environments": {"prod": {"env": [{"name": "B", "value": "2"}], "autoscale": {"maxReplicas": 9}}},
    }
    bundle = bundle_of(fields, env=[{"name": "A", "value": "1"}], config={"K": "v"})
    (prod,) = merged(bundle, "prod").environments
    assert {path: prod.origins[path] for path in prod.origins if path.startswith(("autoscale", "env", "config"))} == {
        "autoscale.minReplicas": "profile prod",
        "autoscale.maxReplicas": "environment prod",
        "env[A].name": "component",
        "env[A].value": "component",
        "env[B].name": "environment prod",
        "env[B].value": "environment prod",
        "config.K": "component",
    }
    assert prod.origins["observability.otel_endpoint"] == "bundle"
    assert prod.origins["observability.otel_exporter"] == "platform"
    assert prod.origins["ports[http].port"] == "platform, transport http"
    assert prod.origins["liveness_probe"] == "platform, transport http"
    job = bundle_of({}, type="job", transport="queue")
    assert merged(job, "dev").environments[0].origins["job.backoffLimit"] == "platform, type job"


def test_a_component_overrides_bundle_wide_settings(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    bundle = bundle_of(
        {"security_profile": {"enable_rbac": True, "rbac_roles": ["reader"]}},
        security_profile={"rbac_roles": ["publisher"]},
    )
    (dev,) = merged(bundle, "dev").environments
    assert dev.settings.security_profile is not None
    assert dev.settings.security_profile.rbac_roles == ["publisher"]
    assert dev.settings.security_profile.enable_rbac is True


def test_only_the_own_tenant_counts(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    tenants = {"acme": {"args": ["a"]}, "other": {"args": ["o"], "environments": {"dev": {"args": ["x"]}}}}
    assert merged(bundle_of({"tenant": "acme", "tenants": tenants}), "dev").environments[0].settings.args == ["a"]
    assert merged(bundle_of({"tenant": "third", "tenants": tenants}), "dev").environments[0].settings.args is None
    assert merged(bundle_of({"tenant": "other", "tenants": tenants}), "dev").environments[0].settings.args == ["x"]


def test_null_removes_what_lower_layers_set(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    overlay = {
        "env": [{"name": "A", "value": None}, {"name": "C", "value": "3"}],
        "config": {"K": None},
        "node_selector": None,
        "liveness_probe": None,
        "ports": None,
    }
    bundle = bundle_of(
        {"environments": {"dev": overlay}},
        env=[{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
        config={"K": "v", "L": "w"},
        node_selector={"disk": "ssd"},
    )
    (dev,) = merged(bundle, "dev").environments
    assert [(variable.name, variable.value) for variable in dev.settings.env or []] == [("B", "2"), ("C", "3")]
    assert dev.settings.config == {"L": "w"}
    assert dev.settings.node_selector is None
    assert dev.settings.liveness_probe is None
    assert dev.settings.ports is None
    assert not [path for path in dev.origins if path.startswith(("env[A]", "config.K", "node_selector", "ports"))]


ENTRIES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "env": ({"name": "A", "value": "1"}, {"name": "A", "value": None}),
    "ports": ({"name": "debug", "port": 5005}, {"name": "debug", "port": None}),
    "files": ({"name": "a", "data": {"x": "y"}}, {"name": "a", "data": None}),
    "claims": ({"name": "a", "size": "1Gi"}, {"name": "a", "size": None}),
    "volumes": ({"name": "a", "emptyDir": {}}, {"name": "a", "emptyDir": None}),
    "volume_mounts": ({"mountPath": "/a", "name": "kept"}, {"mountPath": "/a", "name": None}),
    "secrets": ({"name": "a", "mount": True}, {"name": "a", "mount": None}),
    "init_containers": ({"name": "a", "image": "a/b:1.0.0"}, {"name": "a", "image": None}),
    "sidecars": ({"name": "a", "image": "a/b:1.0.0"}, {"name": "a", "image": None}),
    "services": ({"name": "a", "ports": [{"name": "x", "port": 80}]}, {"name": "a", "ports": None}),
    "external": ({"name": "a", "host": "a.example", "port": 5432}, {"name": "a", "host": None}),
}


@pytest.mark.parametrize("key", KEYED_LISTS)
def test_an_entry_of_every_merged_list_can_be_taken_away(
    key: str, bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    entry, removal = ENTRIES[key]
    ports = [{"name": "http", "port": 8080}]
    component: dict[str, Any] = {"ports": ports, "files": [{"name": "kept", "data": {"x": "y"}}]}
    component[key] = [*component.get(key, []), entry]
    dev, prod = merged(bundle_of({"environments": {"dev": {key: [removal]}}}, **component), "dev", "prod").environments
    name = KEYED_LISTS[key]

    def names(settings: Layer) -> set[str]:
        return {item[name] for item in settings.model_dump(by_alias=True)[key] or []}

    assert names(prod.settings) - names(dev.settings) == {entry[name]}
    assert not [path for path in dev.origins if path.startswith(f"{key}[{entry[name]}]")]


def test_a_null_value_in_the_component_is_an_empty_variable(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    (dev,) = merged(bundle_of({}, env=[{"name": "A", "value": None}]), "dev").environments
    assert [(variable.name, variable.value) for variable in dev.settings.env or []] == [("A", None)]


def test_a_variable_has_one_source(bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]) -> None:
    reference = {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}
    bundle = bundle_of({"environments": {"dev": {"env": [reference]}}}, env=[{"name": "A", "value": "1"}])
    (variable,) = merged(bundle, "dev").environments[0].settings.env or []
    assert variable.value is None
    assert variable.value_from is not None


def test_a_probe_of_a_higher_layer_replaces_the_action_and_keeps_the_timing(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    bundle = bundle_of(
        {"environments": {"dev": {"liveness_probe": {"exec": {"command": ["true"]}}}}},
        liveness_probe={"httpGet": {"path": "/up", "port": 8080}, "periodSeconds": 7},
    )
    (dev,) = merged(bundle, "dev").environments
    assert dev.settings.liveness_probe is not None
    assert dev.settings.liveness_probe.model_dump(by_alias=True, exclude_none=True) == {
        "exec": {"command": ["true"]},
        "periodSeconds": 7,
    }


@pytest.mark.parametrize("spelling", ["production", "prod"])
@pytest.mark.parametrize("asked", ["production", "prod"])
def test_aliases_are_one_environment(
    spelling: str, asked: str, bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    bundle = bundle_of(
        {
            "tenant": "acme",
            "environments": {spelling: {"replicas": 5}},
            "tenants": {"acme": {"environments": {spelling: {"args": ["t"]}}}},
        }
    )
    effective = merged(bundle, asked)
    (prod,) = effective.environments
    assert (prod.name, prod.settings.replicas, prod.settings.args) == ("prod", 5, ["t"])
    assert not [finding for finding in effective.findings if finding.code == "environment-fallback"]


def test_two_spellings_of_one_environment_are_a_mistake(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    bundle = bundle_of({"environments": {"prod": {}, "production": {}}})
    with pytest.raises(InputError) as caught:
        merged(bundle, "prod")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("environment-twice", "environments.production")


@pytest.mark.parametrize(
    ("fields", "asked", "expected"),
    [
        ({}, [], ["dev"]),
        ({"environments": {"staging": {}, "dev": {}}}, [], ["staging", "dev"]),
        ({"target_environment": "production"}, [], ["prod"]),
        ({"target_environment": ["prod", "dev", "production"]}, [], ["prod", "dev"]),
        ({"target_environment": "dev"}, ["stage", "development"], ["staging", "dev"]),
    ],
)
def test_which_environments_are_generated(
    fields: dict[str, object],
    asked: list[str],
    expected: list[str],
    bundle_of: Callable[..., Bundle],
    merged: Callable[..., EffectiveComponent],
) -> None:
    assert [environment.name for environment in merged(bundle_of(fields), *asked).environments] == expected


def test_an_environment_that_nobody_defines_falls_back_with_a_warning(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    bundle = bundle_of({"environments": {"dev": {"args": ["of dev"]}}, "target_environment": "perf"}, replicas=4)
    effective = merged(bundle, "perf")
    (perf,) = effective.environments
    assert (perf.name, perf.settings.args, perf.origins["args"]) == ("perf", ["of dev"], "environment dev")
    (finding,) = [finding for finding in effective.findings if finding.code == "environment-fallback"]
    assert (finding.severity, finding.environment) == ("warning", "perf")


TENANTS = {"umbrella": {"environments": {"perf": {}}}}


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, "production"),
        ({}, "qa"),
        ({"target_environment": ["dev", "perf"]}, "perf"),
        ({"environments": {"perf": {}}}, "perf"),
        ({"tenant": "acme", "tenants": TENANTS}, "perf"),
        ({"environments": {"production": {}}}, "prod"),
    ],
    ids=["alias", "profile", "target", "environment", "another tenant", "other spelling"],
)
def test_a_wish_may_be_for_what_the_bundle_or_the_platform_names(
    fields: dict[str, object],
    asked: str,
    bundle_of: Callable[..., Bundle],
    merged: Callable[..., EffectiveComponent],
) -> None:
    assert len(merged(bundle_of(fields), asked).environments) == 1


@pytest.mark.parametrize(
    ("asked", "guess"), [("prdo", "Did you mean prod? "), ("prodution", "Did you mean prod? "), ("xyzzy", "")]
)
def test_a_misspelt_wish_is_refused_and_never_falls_back(
    asked: str, guess: str, bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    with pytest.raises(InputError) as caught:
        merged(bundle_of({"environments": {"perf": {}}}), "dev", asked)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("environment-unknown", "--env")
    assert problem.message == f"neither the bundle nor the platform names the environment {asked}"
    assert problem.remedy == (
        f"{guess}There are dev, perf, prod, qa, staging; a new one goes into the bundle's target_environment."
    )


def test_the_common_settings_belong_to_no_environment(
    bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]
) -> None:
    bundle = bundle_of({"environments": {"dev": {"args": ["d"]}, "prod": {"args": ["p"]}}}, args=["c"])
    effective = merged(bundle)
    assert effective.common.settings.args == ["c"]
    assert [environment.settings.args for environment in effective.environments] == [["d"], ["p"]]


@pytest.mark.parametrize(
    ("fields", "image", "expected"),
    [
        ({"version": "2.3.4"}, "a:1.0.0", "2.3.4"),
        ({}, "a:1.2.3", "1.2.3"),
        ({}, "a:v1.2.3-rc.1", "1.2.3-rc.1"),
        ({}, "localhost:5000/a@sha256:" + "0" * 64, "0.1.0"),
        ({}, "a:latest", "0.1.0"),
        ({}, "a:2024.01.05", "0.1.0"),
        ({}, "a@sha256:" + "1" * 64, "0.1.0"),
    ],
)
def test_the_version_of_the_chart(
    fields: dict[str, object],
    image: str,
    expected: str,
    bundle_of: Callable[..., Bundle],
    merged: Callable[..., EffectiveComponent],
) -> None:
    assert merged(bundle_of(fields, container_image=image), "dev").chart_version == expected


def test_who_owns_a_component(bundle_of: Callable[..., Bundle], merged: Callable[..., EffectiveComponent]) -> None:
    assert merged(bundle_of({"team": "mine"}), "dev").team == "mine"
    assert merged(bundle_of({"component_scope": "Billing"}), "dev").team == "billing"
    unknown = merged(bundle_of({"component_scope": "Unheard"}), "dev")
    assert unknown.team == "platform"
    assert [finding.code for finding in unknown.findings if finding.path == "team"] == ["team-default"]
