"""Every pattern has words, and no message shows the pattern itself."""

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, create_model
from pydantic.errors import PydanticInvalidForJsonSchema

import agent
import foundation
import memory
import plugins
from foundation.model.errors import InputError
from foundation.model.patterns import FORMS
from foundation.source.document import parse_documents
from foundation.source.validation import validate
from plugins.k8s_validator.rules.checks import secret_provider_objects
from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES


def patterns_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        if isinstance(schema.get("patternProperties"), dict):
            yield from schema["patternProperties"]
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from patterns_in(inner)


def models() -> Iterator[type[BaseModel]]:
    for package in (agent, foundation, plugins, memory):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                for found in vars(importlib.import_module(module.name)).values():
                    if isinstance(found, type) and issubclass(found, BaseModel) and found.__module__ == module.name:
                        yield found


def schemas() -> Iterator[Any]:
    for model in models():
        try:
            yield model.model_json_schema()
        except PydanticInvalidForJsonSchema:  # a chat service of the kernel: nobody writes one in a file
            continue
    for file in CUSTOM_RESOURCES.glob("*.json"):
        yield json.loads(file.read_bytes())
    yield secret_provider_objects.ENTRY


def test_there_are_words_for_every_pattern_and_no_others() -> None:
    known = {pattern for schema in schemas() for pattern in patterns_in(schema)}
    assert known - FORMS.keys() == set()
    assert FORMS.keys() - known == set()


@pytest.mark.parametrize("pattern", sorted(FORMS))
def test_the_example_is_allowed(pattern: str) -> None:
    form = FORMS[pattern]
    assert matches(pattern, form.example)
    assert re.match(r"(an?|one of) ", form.words)
    assert not re.search(r"[\^$\\\[\]{}]", form.words)


@pytest.mark.parametrize("pattern", sorted(FORMS))
def test_a_mistake_is_told_in_words(pattern: str) -> None:
    model = create_model("Held", field=(Annotated[str, Field(pattern=pattern)], ...))
    wrong = next(text for text in ("\u00a7 \n", ".", "", "~~\n") if not matches(pattern, text))
    with pytest.raises(InputError) as error:
        validate(model, parse_documents(json.dumps({"field": wrong}), "x")[0], "x")
    (problem,) = error.value.problems
    assert problem.remedy == f"Write {FORMS[pattern]}."
    assert pattern not in problem.message


def matches(pattern: str, text: str) -> bool:
    return re.search(pattern.replace("^(?i)", "(?i)^"), text) is not None
