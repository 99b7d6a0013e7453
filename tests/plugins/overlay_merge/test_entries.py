"""A layer says of a named entry only what differs."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError
from plugins.overlay_merge.merge import merge_component

WHOLE: dict[str, Any] = {
    "sidecars": [{"name": "proxy", "image": "envoy:1.31", "args": ["-a"]}],
    "init_containers": [{"name": "wait", "image": "busybox:1.36"}],
    "claims": [{"name": "data", "size": "1Gi", "mount_path": "/data"}],
    "services": [{"name": "admin", "ports": [{"name": "admin", "port": 81}]}],
    "ports": [{"name": "web", "port": 80, "targetPort": 8080}],
}
PARTS: dict[str, Any] = {
    "sidecars": [{"name": "proxy", "args": ["-b"]}],
    "init_containers": [{"name": "wait", "command": ["sleep", "1"]}],
    "claims": [{"name": "data", "storage_class": "fast"}],
    "services": [{"name": "admin", "annotations": {"a": "b"}}],
    "ports": [{"name": "web", "nodePort": 30080}],
}


def test_a_layer_may_leave_out_what_a_lower_one_gives(
    bundle_of: Callable[..., Bundle], library: TemplateLibrary
) -> None:
    bundle = bundle_of({"environments": {"dev": PARTS}}, **WHOLE)
    effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev"])
    merged = effective.environments[0].settings.model_dump(by_alias=True, exclude_unset=True)
    for group in WHOLE:
        assert merged[group] == [{**WHOLE[group][0], **PARTS[group][0]}], group


@pytest.mark.parametrize(
    ("group", "needed"),
    [("sidecars", "image"), ("init_containers", "image"), ("claims", "size"), ("services", "ports"), ("ports", "port")],
)
def test_what_no_layer_gives_is_missing_where_the_entry_stands(
    problems: Callable[..., list[tuple[str, str | None]]], group: str, needed: str
) -> None:
    found = problems({"environments": {"prod": {group: [*WHOLE[group], {**PARTS[group][0], "name": "other"}]}}})
    assert found == [("missing-key", f"environments.prod.{group}[1]")], needed
    assert set(problems(None, **{group: PARTS[group]})) == {("missing-key", f"component.{group}[0]")}


def test_a_port_that_no_layer_numbers_is_told_once_with_every_place(
    library: TemplateLibrary, bundle_of: Callable[..., Bundle]
) -> None:
    lower, upper = (
        [{"name": "web", "port": 80}, {"name": "api", "targetPort": 81}],
        [{"name": "api", "nodePort": 30081}],
    )
    bundle = bundle_of({"environments": {"dev": {"ports": upper}}}, ports=lower, enable_ingress=True)
    with pytest.raises(InputError) as error:
        merge_component(bundle, library.load(bundle.component.type, None), ["dev", "staging", "prod"])
    assert [(problem.path, problem.message) for problem in error.value.problems] == [
        (
            "environments.dev.ports[0]",
            "no layer gives port of ports[api] in dev; it stands in component.ports[1] and environments.dev.ports[0]",
        ),
        ("component.ports[1]", "no layer gives port of ports[api] in staging, prod"),
    ]


def test_an_entry_that_looks_like_another_is_taken_for_a_slip(
    library: TemplateLibrary, bundle_of: Callable[..., Bundle]
) -> None:
    slip = {"environments": {"dev": {"ports": [{"name": "admn", "targetPort": 81}]}}}
    bundle = bundle_of(slip, ports=[{"name": "admin", "port": 80}])
    with pytest.raises(InputError) as error:
        merge_component(bundle, library.load(bundle.component.type, None), ["dev"])
    assert [problem.remedy for problem in error.value.problems] == ["Add port; or did you mean admin?"]


def test_a_number_that_each_environment_gives_is_enough(problems: Callable[..., list[tuple[str, str | None]]]) -> None:
    given = {"environments": {name: {"ports": [{"name": "web", "port": 80}]} for name in ("dev", "prod")}}
    assert problems(given, ports=[{"name": "web", "targetPort": 8080}]) == []


def test_a_null_takes_a_port_away(library: TemplateLibrary, bundle_of: Callable[..., Bundle]) -> None:
    given = {"environments": {"dev": {"ports": [{"name": "debug", "port": None}]}}}
    bundle = bundle_of(given, ports=[{"name": "web", "port": 80}, {"name": "debug", "port": 81}])
    effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev", "prod"])
    served = [[port.name for port in each.settings.ports or []] for each in effective.environments]
    assert served == [["web"], ["web", "debug"]]
