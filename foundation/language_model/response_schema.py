"""JSON Schemas for structured answers, in the form that strict mode takes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

#: Strict mode knows no defaults, and refuses or ignores bounds; the answer is validated by our own model anyway.
_DROPPED = frozenset(
    {"default", "title", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum"}
    | {"exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "examples"}
)
_UNFIT = re.compile(r"[^A-Za-z0-9_-]")

#: A ``response_format`` of the chat completions API.
ResponseForm = dict[str, Any]


def response_format(model: type[BaseModel], choices: Mapping[str, Sequence[str]] | None = None) -> ResponseForm:
    """Return the ``response_format`` that asks for answers of a model's form.

    Every property is required and no other is allowed, as strict mode wants it; a property that may be left
    out has to be one that may be null.

    Args:
        model: form of the answer. Open maps have no place in it: use lists of name and value.
        choices: the only texts that properties take, by ``Model.property``; of a list, its entries.

    Raises:
        ValueError: the model has an open map.
    """
    schema = _strict(model.model_json_schema(by_alias=True), model.__name__)
    for place, texts in (choices or {}).items():
        owner, _, name = place.partition(".")
        found = (schema if owner == model.__name__ else schema["$defs"][owner])["properties"][name]
        (found["items"] if found["type"] == "array" else found)["enum"] = list(texts)
    name = _UNFIT.sub("-", model.__name__)[:64]
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}


def _strict(schema: Any, where: str) -> Any:
    if isinstance(schema, list):
        return [_strict(item, where) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("additionalProperties"), dict) or schema.get("additionalProperties") is True:
        raise ValueError(f"{where} has an open map, which strict mode does not take; use a list of name and value")
    kept = {name: value for name, value in schema.items() if name not in _DROPPED}
    result = {
        name: {key: _strict(inner, f"{where}.{key}") for key, inner in value.items()}
        if name in ("properties", "$defs")
        else _strict(value, where)
        for name, value in kept.items()
    }
    if schema.get("type") == "object" or "properties" in schema:
        result |= {
            "properties": result.get("properties", {}),
            "required": list(schema.get("properties", {})),
            "additionalProperties": False,
        }
    return result
