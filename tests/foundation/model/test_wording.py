"""Every kind of mistake that pydantic can find in a model is told in words of our own."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from agent.settings import Settings
from foundation.model.bundle.application import Application
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.policy.waivers import Waiver
from foundation.model.wording import BOUNDS, TYPES, should_be, wanted
from foundation.source.document import Document
from foundation.source.validation import validate

MODELS: list[type[BaseModel]] = [Bundle, Application, PlatformPolicy, Waiver, Settings]
#: What begins the sentences of pydantic, and what none of ours does.
FOREIGN = (
    "Input ",
    "String should",
    "List should",
    "Dictionary should",
    "Value error",
    "Field required",
    "Extra inputs",
)
#: The kinds of errors that each kind of schema can have, with what bounds it.
BY_SCHEMA = {
    "bool": {"bool_type", "bool_parsing"},
    "dict": {"dict_type"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "int": {"int_type", "int_parsing", "int_from_float", "int_parsing_size"},
    "list": {"list_type"},
    "literal": {"literal_error"},
    "model": {"model_type", "model_attributes_type"},
    "str": {"string_type", "string_unicode"},
    "tuple": {"tuple_type", "too_long"},
}
BY_BOUND = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
    "multiple_of": "multiple_of",
}
BY_LENGTH = {"str": ("string_too_short", "string_too_long")}


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema of pydantic's core inside another."""
    stack = [schema]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if isinstance(value.get("type"), str):
                yield value
            stack += value.values()
        elif isinstance(value, (list, tuple)):
            stack += value


def kinds_of(schema: dict[str, Any]) -> Iterator[str]:
    kind = schema["type"]
    yield from BY_SCHEMA.get(kind, ())
    yield from (BY_BOUND[bound] for bound in BY_BOUND if bound in schema and kind in ("int", "float"))
    short, long = BY_LENGTH.get(kind, ("too_short", "too_long"))
    if kind in ("str", "list", "dict", "tuple"):
        yield from (name for name, key in ((short, "min_length"), (long, "max_length")) if key in schema)
        if "pattern" in schema:
            yield "string_pattern_mismatch"


def test_every_kind_that_the_models_can_have_has_words() -> None:
    schemas = [schema for model in MODELS for schema in schemas_in(model.__pydantic_core_schema__)]
    kinds = {kind for schema in schemas for kind in kinds_of(schema)}
    assert {"greater_than_equal", "too_short", "string_too_long", "literal_error"} <= kinds
    assert kinds - {*TYPES, *BOUNDS} == set()


WRONG: list[Any] = [
    None,
    True,
    7,
    -7,
    1e400,
    10**30,
    1.5,
    "",
    "\n",
    "x" * 2_000,
    [],
    [[]],
    ["", 3],
    {},
    {"": 1},
    {"x y": {}},
]


@pytest.mark.parametrize("model", MODELS[:4], ids=[model.__name__ for model in MODELS[:4]])
def test_no_mistake_speaks_pydantics_words(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        for value in WRONG:
            try:
                validate(model, Document(data={field.alias or name: value}), "file")
            except InputError as error:
                for problem in error.problems:
                    assert not any(text in f"{problem.message} {problem.remedy}" for text in FOREIGN), problem


def test_no_setting_of_a_component_speaks_them_either() -> None:
    fields = Bundle.model_fields["component"].annotation
    assert fields is not None
    for name in fields.model_fields:
        for value in [*WRONG, *([value] for value in WRONG), *({"name": value} for value in WRONG)]:
            try:
                validate(Bundle, Document(data={"component": {name: value}}), "file")
            except InputError as error:
                for problem in error.problems:
                    assert not any(text in f"{problem.message} {problem.remedy}" for text in FOREIGN), problem


def test_bounds_are_told_with_their_numbers() -> None:
    assert should_be("greater_than_equal", {"ge": 1}) == "a number of at least 1"
    assert should_be("less_than", {"lt": 5}) == "a number below 5"
    assert should_be("too_short", {"min_length": 1, "field_type": "List"}) == "at least 1 entry"
    assert should_be("too_long", {"max_length": 3, "field_type": "Dictionary"}) == "at most 3 keys"
    assert should_be("string_too_long", {"max_length": 1}) == "text of at most 1 character"
    assert should_be("unheard_of", {}) == "another value"


def test_a_mistake_in_one_sentence_never_quotes_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Waiver.model_validate({"check": 3, "colour": "s3cret", "expires": "s3cret"})
    said = {str(detail["loc"][0]): wanted(detail) for detail in caught.value.errors()}
    assert "s3cret" not in repr(said)
    assert said["check"] == "Value should be text"
    assert said["colour"] == "It is not a known key"
