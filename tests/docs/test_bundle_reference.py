"""The bundle reference: an example for every field, each of them right, and the page leads to all of it."""

import re
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter

from agent.bootstrap import Agent
from foundation.source.bundle import bundle_from_data, read_bundles
from foundation.source.emit import to_yaml
from scripts.bundle_reference.examples import read_examples
from scripts.bundle_reference.shapes import PLACES, groups, shapes, written
from tests.support.generation import ROOT, request_of

PAGE = (ROOT / "docs" / "bundle.md").read_text()
EXAMPLES = read_examples()
SHAPES = shapes()


def own_fields(place: str) -> list[str]:
    """The fields whose examples stand under one heading of the file."""
    return list(EXAMPLES.data[place])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_examples_of_a_shape_are_valid(shape: str) -> None:
    model = SHAPES[shape]
    for name, field in model.model_fields.items():
        key = written(name, field)
        adapter: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, Field(), *field.metadata])
        adapter.validate_python(EXAMPLES.of_shape(model, key)[key], strict=True)


def test_every_field_that_can_be_written_at_the_top_has_an_example() -> None:
    fields = {written(*item) for model in PLACES.values() for item in model.model_fields.items()}
    shown = {name for place in ("bundle", "component", "application") for name in own_fields(place)}
    assert fields == shown


def test_no_example_is_left_over() -> None:
    known = {
        shape: {
            written(*item)
            for other in SHAPES.values()
            if issubclass(other, model)
            for item in other.model_fields.items()
        }
        for shape, model in SHAPES.items()
    }
    assert {
        (shape, name)
        for shape, given in EXAMPLES.data["shapes"].items()
        for name in given
        if name not in known.get(shape, set())
    } == set()
    shown = {name for place in ("bundle", "component", "application") for name in own_fields(place)}
    assert EXAMPLES.data["beside"].keys() <= shown


def test_every_setting_is_in_a_group() -> None:
    names = [name for grouped in groups().values() for name in grouped]
    assert sorted(names) == sorted(PLACES["environment"].model_fields)


def generated(agent: Agent, data: dict[str, Any]) -> list[Any]:
    results = [
        agent.runner.generate(request_of(bundle, None)) for bundle in read_bundles(to_yaml(data).encode(), "example")
    ]
    assert [(result.status, result.problems) for result in results] == [("generated", [])] * len(results)
    return results


SMALLEST = {"trace_id": "t-1", "blueprint_id": "b-1", "component_scope": "Order", "team": "ordering"}
#: What a component alone says, and no layer.
IDENTITY = ("name", "type", "transport", "novel_type")
COMPONENT = {"name": "Orders", "type": "microservice", "transport": "http", "container_image": "acme/orders:1.0.0"}


@pytest.mark.parametrize("name", own_fields("component"))
def test_the_example_of_each_setting_compiles(name: str, agent: Agent) -> None:
    snippet = EXAMPLES.of_place(name)
    data = {**SMALLEST, "target_environment": "dev", "component": {**COMPONENT, **snippet}}
    (result,) = generated(agent, data)
    if name in EXAMPLES.data["component"] and name not in IDENTITY:
        settings = result.effective.environments[0].settings.model_dump(by_alias=True, exclude_unset=True)
        assert name in settings


@pytest.mark.parametrize("name", own_fields("bundle"))
def test_the_example_of_each_field_of_a_bundle_compiles(name: str, agent: Agent) -> None:
    generated(agent, {**SMALLEST, "component": COMPONENT, **EXAMPLES.of_place(name, "bundle")})


@pytest.mark.parametrize("name", own_fields("application"))
def test_the_example_of_each_field_of_an_application_compiles(name: str, agent: Agent) -> None:
    results = generated(agent, {**SMALLEST, "components": [COMPONENT], **EXAMPLES.of_place(name)})
    assert len(results) == (2 if name == "components" else 1)


@pytest.mark.parametrize("name", own_fields("component"))
def test_settings_may_stand_wherever_the_page_says(name: str) -> None:
    if name in IDENTITY:
        return
    snippet = {key: value for key, value in EXAMPLES.of_place(name).items() if key not in ("type", "transport")}
    bundle_from_data(
        {
            **SMALLEST,
            "component": {**COMPONENT, **snippet},
            "environments": {"dev": snippet},
            "tenants": {"acme": {**snippet, "environments": {"dev": snippet}}},
        },
        "example",
    )
    read_bundles(to_yaml({**SMALLEST, "shared": snippet, "components": [{**COMPONENT, **snippet}]}).encode(), "example")


def test_every_link_of_the_page_leads_somewhere() -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', PAGE)
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= {*anchors, *headings}


def test_every_shape_is_described_once() -> None:
    titles = re.findall(r"^### (.+)$", PAGE.partition("## Shapes")[2], re.MULTILINE)
    assert titles == list(SHAPES)
