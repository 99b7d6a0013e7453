from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import InputError
from foundation.source.bundle import bundles_from_data
from plugins.overlay_merge.merge import merge_component

COMPONENT = {"type": "microservice", "transport": "http", "container_image": "a/b:1.0.0"}


@pytest.fixture
def merged(library: TemplateLibrary) -> Callable[..., EffectiveComponent]:
    """Merge the first of some components."""

    def merge(*components: dict[str, Any], **fields: Any) -> EffectiveComponent:
        data = {
            "trace_id": "t",
            "blueprint_id": "b",
            "component_scope": "Order",
            "target_environment": "dev",
            **fields,
            "components": [{**COMPONENT, **component} for component in components],
        }
        bundle = bundles_from_data(data, "request")[0].bundle
        return merge_component(bundle, library.load(bundle.component.type, bundle.template_id), [])

    return merge


def calls(effective: EffectiveComponent) -> list[tuple[str | None, list[int | str] | None, str]]:
    (environment,) = effective.environments
    return [(call.component, call.ports, call.protocol) for call in environment.settings.calls or []]


def test_a_call_goes_to_the_port_on_which_the_other_listens(merged: Callable[..., EffectiveComponent]) -> None:
    ports = [
        {"name": "http", "port": 80, "targetPort": 8080},
        {"name": "metrics", "port": 9100},
        {"name": "dns", "port": 53, "protocol": "UDP"},
    ]
    other = {"name": "Other", "ports": ports}
    one = {"name": "One", "calls": [{"component": "Other", "ports": ["http"]}]}
    assert calls(merged(one, other)) == [("Other", [8080], "TCP")]
    by_number = {"name": "One", "calls": [{"component": "other", "ports": [80, "metrics"]}]}
    assert calls(merged(by_number, other)) == [("other", [8080, 9100], "TCP")]
    every = {"name": "One", "calls": [{"component": "Other"}]}
    assert calls(merged(every, other)) == [("Other", [8080, 9100], "TCP"), ("Other", [53], "UDP")]


def test_a_component_without_ports_listens_where_the_policy_says(merged: Callable[..., EffectiveComponent]) -> None:
    one = {"name": "One", "calls": [{"component": "Other"}]}
    assert calls(merged(one, {"name": "Other", "transport": "grpc"})) == [("Other", [50051], "TCP")]
    assert calls(merged(one, {"name": "Other", "transport": "queue", "type": "worker"})) == [("Other", None, "TCP")]


def test_ports_that_all_components_share_are_known(merged: Callable[..., EffectiveComponent]) -> None:
    one = {"name": "One", "calls": [{"component": "Other"}]}
    shared = {"ports": [{"name": "http", "port": 80, "targetPort": 8080}, {"name": "debug", "port": 5005}]}
    added = {"name": "Other", "ports": [{"name": "admin", "port": 81, "targetPort": 8081}]}
    assert calls(merged(one, added, shared=shared)) == [("Other", [8080, 5005, 8081], "TCP")]
    changed = {"name": "Other", "ports": [{"name": "http", "port": 8080}, {"name": "debug", "port": None}]}
    assert calls(merged(one, changed, shared=shared)) == [("Other", [8080], "TCP")]
    assert calls(merged(one, {"name": "Other", "ports": None}, shared=shared)) == [("Other", None, "TCP")]


def test_a_named_target_is_followed_to_the_sidecar(merged: Callable[..., EffectiveComponent]) -> None:
    other = {
        "name": "Other",
        "ports": [{"name": "metrics", "port": 80, "targetPort": "exporter"}],
        "container_ports": [{"name": "exporter", "containerPort": 9121}],
    }
    assert calls(merged({"name": "One", "calls": [{"component": "Other"}]}, other)) == [("Other", [9121], "TCP")]


def test_who_calls_is_let_in(merged: Callable[..., EffectiveComponent]) -> None:
    effective = merged(
        {"name": "One", "called_by": [{"component": "Third"}]},
        {"name": "Second", "calls": [{"component": "One"}]},
        {"name": "Third", "calls": [{"component": "One"}]},
    )
    (environment,) = effective.environments
    assert [caller.component for caller in environment.settings.called_by or []] == ["Third", "Second"]


def test_others_may_be_outside_of_the_application(merged: Callable[..., EffectiveComponent]) -> None:
    one = {
        "name": "One",
        "calls": [{"component": "Far", "external": True, "ports": [8443]}, {"cidr": "10.0.0.0/8"}],
        "called_by": [{"component": "Farther", "external": True}, {"namespace": "monitoring"}],
    }
    assert calls(merged(one)) == [("Far", [8443], "TCP"), (None, None, "TCP")]


@pytest.mark.parametrize(
    ("settings", "code", "remedy"),
    [
        ({"calls": [{"component": "Othr"}]}, "component-unknown", "Did you mean Other?"),
        ({"called_by": [{"component": "Othr"}]}, "component-unknown", "Did you mean Other?"),
        ({"calls": [{"component": "Other", "ports": ["htp"]}]}, "call-port-unknown", "Did you mean http?"),
        ({"calls": [{"component": "Other", "ports": [81]}]}, "call-port-unknown", "It serves http."),
    ],
)
def test_what_is_not_there_is_reported_with_the_nearest_name(
    settings: dict[str, Any], code: str, remedy: str, merged: Callable[..., EffectiveComponent]
) -> None:
    with pytest.raises(InputError) as caught:
        merged({"name": "One", **settings}, {"name": "Other"})
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].remedy.startswith(remedy)


def test_layers_of_application_component_environment_and_tenant(merged: Callable[..., EffectiveComponent]) -> None:
    one = {
        "name": "One",
        "env": [{"name": "B", "value": "component"}],
        "environments": {"dev": {"env": [{"name": "D", "value": "own dev"}]}},
        "tenants": {"acme": {"env": [{"name": "E", "value": "own tenant"}]}},
    }
    effective = merged(
        one,
        tenant="acme",
        shared={"env": [{"name": name, "value": "shared"} for name in "ABCDEF"]},
        environments={"dev": {"env": [{"name": name, "value": "dev"} for name in "CDEF"]}},
        tenants={"acme": {"env": [{"name": name, "value": "tenant"} for name in "EF"]}},
    )
    (environment,) = effective.environments
    assert {variable.name: variable.value for variable in environment.settings.env or []} == {
        "A": "shared",
        "B": "component",
        "C": "dev",
        "D": "own dev",
        "E": "own tenant",
        "F": "tenant",
    }
    assert environment.origins["env[A].value"] == "application"
    assert environment.origins["env[C].value"] == "application dev"
    assert environment.origins["env[F].value"] == "application tenant acme"
