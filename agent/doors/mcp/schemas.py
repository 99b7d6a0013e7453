"""JSON Schemas of what tools take and answer, short enough for a model that reads all of them before it asks anything.

What a schema says is true and need not be all: an optional field is there with its type or not there at all, and of the
parts of an answer only those fields are told that each of them has. Whoever reads an answer sees the rest.
"""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from foundation.model.base import FrozenModel

#: How the number of what a list does not have is called.
_COUNT = "_left_out"
#: What only a schema has, which tells it from a mapping of properties by their names.
_OF_SCHEMAS = frozenset({"type", "$ref", "anyOf", "enum", "const", "properties"})


class _Schema(GenerateJsonSchema):
    """Schemas without the titles that pydantic makes of field names; they say nothing new."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """See the base class."""
        return False


def input_schema(model: type[FrozenModel]) -> dict[str, Any]:
    """Return the schema of a tool's arguments; parts of an argument explain themselves by their names.

    Args:
        model: class of the arguments.
    """
    schema = _schema(model)
    for part in schema.get("$defs", {}).values():
        _without_descriptions(part)
    return schema


def output_schema(model: type[FrozenModel]) -> dict[str, Any]:
    """Return the schema of a tool's answers, which have no fields without a value and describe themselves.

    Args:
        model: class of the answers.
    """
    schema = _schema(model)
    about = schema["properties"]["status"].get("description")
    _without_descriptions(schema)
    if about:
        schema["properties"]["status"]["description"] = about
    if counts := [name for name in schema["properties"] if name.endswith(_COUNT)]:
        schema["patternProperties"] = {f"{_COUNT}$": schema["properties"][counts[0]]}
        for name in counts:
            del schema["properties"][name]
    for part in schema.get("$defs", {}).values():
        del part["properties"]
        part.pop("additionalProperties")
    return _with_named_parts(schema)


def _with_named_parts(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out the parts that nothing names, and put those that are named once where they are named."""
    parts, text = schema.pop("$defs", {}), json.dumps(schema)
    for name, part in parts.items():
        reference = json.dumps({"$ref": f"#/$defs/{name}"})
        if text.count(reference) == 1:
            text = text.replace(reference, json.dumps(part))
    placed: dict[str, Any] = json.loads(text)
    kept = {name: part for name, part in parts.items() if f'"#/$defs/{name}"' in text}
    return placed | ({"$defs": kept} if kept else {})


def _schema(model: type[FrozenModel]) -> dict[str, Any]:
    schema: dict[str, Any] = _shortened(model.model_json_schema(schema_generator=_Schema))
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("description", None)
    return schema


def _without_descriptions(schema: dict[str, Any]) -> None:
    for part in schema["properties"].values():
        part.pop("description", None)


def _shortened(schema: Any) -> Any:
    """Leave out defaults, and that an optional field may be null: without a value it is left out."""
    if isinstance(schema, list):
        return [_shortened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    unsaid = {"title", "default"} if any(isinstance(schema.get(key), str | list) for key in _OF_SCHEMAS) else set[str]()
    kept = {key: _shortened(value) for key, value in schema.items() if key not in unsaid}
    choices = kept.get("anyOf", [])
    if {"type": "null"} in choices:
        left = [choice for choice in choices if choice != {"type": "null"}]
        del kept["anyOf"]
        kept = {**(left[0] if len(left) == 1 else {"anyOf": left}), **kept}
    return kept
