"""Types in words, from JSON Schema."""

import json
from typing import Any

from foundation.model.patterns import form_of


def in_words(schema: dict[str, Any]) -> str:
    """Return the type of a value in words, with links to shapes.

    Args:
        schema: its JSON Schema, as pydantic writes it.
    """
    if "$ref" in schema:
        return link(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return _alternatives(schema["anyOf"])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum") or [schema["const"]]
        names = ", ".join(f"`{json.dumps(value) if value == '' else value}`" for value in values)
        return names if len(values) == 1 else f"one of {names}"
    simple = {"boolean": "true or false", "null": ""}
    kind = schema.get("type")
    if kind == "array":
        items = schema["items"]
        return f"list of {in_words(items)}" if items else "list"
    if kind == "object":
        return _mapping(schema)
    if kind in ("integer", "number"):
        return _number(schema)
    return simple[kind] if kind in simple else _text(schema) if kind == "string" else "anything"


def link(shape: str) -> str:
    """Return a link to a shape of the page; settings of a layer are described as settings."""
    if shape in ("Layer", "TenantLayer"):
        return "[settings](#settings)"
    if shape in ("Component", "ApplicationComponent"):
        return "[component](#section-component)"
    return f"[{shape}](#shape-{shape.lower()})"


def _alternatives(options: list[dict[str, Any]]) -> str:
    found = list(dict.fromkeys(filter(None, map(in_words, options))))
    quantity = [words for words in found if words.startswith("quantity")]
    return quantity[0] if quantity else " or ".join(found)


def _mapping(schema: dict[str, Any]) -> str:
    """Say what the keys and values of a mapping are; keys with a pattern stand in ``patternProperties``."""
    names = schema.get("propertyNames", {})
    for pattern, values in schema.get("patternProperties", {}).items():
        return _from_to({**names, "pattern": pattern}, values)
    values = schema.get("additionalProperties")
    if values == {"type": "null"}:  # what takes an entry away, which the page says of all lists at once
        return ""
    return _from_to(names, values) if isinstance(values, dict) else "mapping, as in the API"


def _from_to(names: dict[str, Any], values: dict[str, Any]) -> str:
    keys = in_words({"type": "string", **names}).partition(", such as")[0]
    return f"mapping from {keys} to {in_words(values)}"


def _number(schema: dict[str, Any]) -> str:
    word = "whole number" if schema["type"] == "integer" else "number"
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is not None and high < 2**31 - 1:
        return f"{word}, {low:g} to {high:g}"
    return f"{word}, at least {low:g}" if low is not None and low >= 0 else word


def _text(schema: dict[str, Any]) -> str:
    form = form_of(schema.get("pattern", ""))
    return form.noun if form is not None else "text"
