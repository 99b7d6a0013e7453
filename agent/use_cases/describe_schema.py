"""Describe schema: what can stand at one place of a bundle or an application, one level of it.

The whole schema has a third of a million characters; who writes a bundle asks for the parts that are needed.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from agent.use_cases.schema import Form
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean

#: A step of a path: a key, or an entry of a list by number or name.
_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
#: What of a schema says something by itself, without the parts below it.
_PLAIN = ("description", "enum", "const", "pattern", "minimum", "maximum", "minLength", "maxLength", "examples")


class DescribeSchemaCommand(FrozenModel):
    """What to describe.

    Attributes:
        form: of what the schema is.
        path: dotted path of a place in it, such as ``component.autoscale``; the whole by default.
    """

    form: Form = "bundle"
    path: str = ""


def describe_schema(command: DescribeSchemaCommand, *, schema: Callable[[Form], str]) -> dict[str, Any]:
    """Return the schema of a place: its type and description, and those of its keys.

    Args:
        command: what to describe.
        schema: returns the whole schema as text.

    Raises:
        InputError: there is no such place.
    """
    whole = json.loads(schema(command.form))
    here, been = _resolved(whole, whole), ""
    for key, entry in _STEP.findall(command.path):
        below = _below(here, key, whole)
        if below is None:
            raise InputError(_unknown(been, key or f"[{entry}]", here))
        here, been = below, f"{been}.{key}" if key and been else f"{been}{key or f'[{entry}]'}"
    return _one_level(here, whole)


def _below(here: dict[str, Any], key: str, whole: dict[str, Any]) -> dict[str, Any] | None:
    """Return what stands at a key; without one, at any entry of a list."""
    if not key:
        return _resolved(here["items"], whole) if "items" in here else None
    if "items" in here and "properties" not in here:
        here = _resolved(here["items"], whole)
    if key in here.get("properties", {}):
        return _resolved(here["properties"][key], whole)
    others = _others(here)
    return _resolved(others, whole) if others is not None else None


def _others(here: dict[str, Any]) -> dict[str, Any] | None:
    """Return what stands at a key whose name is free."""
    found = [*here.get("patternProperties", {}).values(), here.get("additionalProperties")]
    return next((part for part in found if isinstance(part, dict)), None)


def _one_level(here: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    found = _told(here)
    if "items" in here:
        found["items"] = _one_level(_resolved(here["items"], whole), whole)
    if "properties" in here:
        found["properties"] = {name: _told(_resolved(part, whole)) for name, part in here["properties"].items()}
        found |= {"required": here["required"]} if here.get("required") else {}
    others = _others(here)
    return found | ({"additionalProperties": _told(_resolved(others, whole))} if others is not None else {})


def _told(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {name: schema[name] for name in _PLAIN if name in schema}
    kind = schema.get("type") or [choice.get("type", "object") for choice in schema.get("anyOf", [])]
    return ({"type": kind} if kind else {}) | kept


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and take the one choice of several that has parts; what is said on the way stays said."""
    said: dict[str, Any] = {}
    while True:
        said = {name: schema[name] for name in _PLAIN if name in schema} | said
        choices = [choice for choice in schema.get("anyOf", schema.get("oneOf", [])) if choice != {"type": "null"}]
        if "$ref" in schema:
            schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
        elif len(choices) == 1:
            (schema,) = choices
        else:
            return schema | said


def _unknown(been: str, key: str, here: dict[str, Any]) -> Problem:
    known = list(here.get("properties", {}))
    remedy = did_you_mean(key, known, f"It has {', '.join(known)}." if known else "It has no parts of its own.")
    message = f"{been or 'the document'} has no {key}"
    return Problem(code="path-unknown", message=message, remedy=remedy, file="path")
