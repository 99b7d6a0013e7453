"""values.schema.json, compiled once for the same bytes."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

SCHEMA_FILE = "values.schema.json"
#: Keywords that say nothing, and keywords that this validator and Helm's, which is another one, read alike. Formats are
#: not among them, nor are patterns and references but the simple ones: there the two have dialects.
_READ_ALIKE = frozenset(
    {
        *("$schema", "title", "description", "default", "type", "enum", "const", "not", "anyOf", "allOf", "oneOf"),
        *(
            "properties",
            "patternProperties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
        ),
        *(
            "items",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "definitions",
            "$ref",
        ),
    }
)
#: A pattern of signs, classes of signs, groups and counts: none of the letters' and dots' meanings that differ.
_PATTERN = re.compile(
    r"(?:[-A-Za-z0-9/:@%^$|+*?_'#=, ]|\\[].*/[]|\((?!\?)|\)|\{[0-9]+(?:,[0-9]*)?\}"
    r"|\[\^?(?:[-A-Za-z0-9._:/%!~*+?,']|\\[][n]|\\x00)+\])+"
)
_OWN = "#/definitions/"
#: Lists in which Helm wants something, and nothing twice.
_LISTS = frozenset({"enum", "type", "anyOf", "allOf", "oneOf"})
_DRAFT = "http://json-schema.org/draft-07/schema#"


class UnusableSchema(Exception):
    """A schema that cannot be used; the message says why."""


@dataclass(frozen=True)
class ValuesSchema:
    """A compiled schema.

    Attributes:
        content: the schema as plain data.
        validator: the compiled form.
        is_plain: whether Helm's own validator surely gives the same verdict on any values.
    """

    content: Any
    validator: Any
    is_plain: bool


@lru_cache(maxsize=64)
def compiled_schema(text: bytes) -> ValuesSchema:
    """Compile a schema; it may refer to nothing outside of itself.

    Args:
        text: values.schema.json.

    Raises:
        UnusableSchema: it is no schema.
    """
    try:
        schema = json.loads(text.decode())
        validator = jsonschema_rs.validator_for(schema, retriever=_refuse)
    except (ValueError, RecursionError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as unusable:
        raise UnusableSchema(str(unusable)) from None
    return ValuesSchema(
        schema, validator, isinstance(schema, dict) and schema.get("$schema") == _DRAFT and _is_plain(schema)
    )


def _refuse(address: str) -> Any:
    raise ValueError(f"it refers to {address}, which is not loaded")


def _is_plain(schema: Any) -> bool:
    if isinstance(schema, bool):
        return True
    if not isinstance(schema, dict) or not schema.keys() <= _READ_ALIKE:
        return False
    if not all(_lists_each_once(schema[word]) for word in _LISTS & schema.keys()):
        return False
    patterns = [schema.get("pattern", "^"), *schema.get("patternProperties", {})]
    if not all(map(_PATTERN.fullmatch, patterns)) or not schema.get("$ref", _OWN).startswith(_OWN):
        return False
    inner = [schema[key] for key in ("items", "additionalProperties", "not", "propertyNames") if key in schema]
    inner += [
        each for key in ("properties", "patternProperties", "definitions") for each in schema.get(key, {}).values()
    ]
    inner += [each for key in ("anyOf", "allOf", "oneOf") for each in schema.get(key, [])]
    return all(map(_is_plain, inner))


def _lists_each_once(value: Any) -> bool:
    if not isinstance(value, list):
        return True
    return bool(value) and len({json.dumps(each, sort_keys=True) for each in value}) == len(value)
