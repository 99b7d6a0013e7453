"""values.schema.json, compiled once for the same bytes."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from foundation.model.expressions import expression

#: Keywords that say nothing, and keywords that this validator and Helm's, which is another one, read alike. Formats but
#: those of addresses are not among them, nor are references but those to definitions: there the two have dialects.
_READ_ALIKE = frozenset(
    ["$schema", "title", "description", "default", "type", "enum", "const", "required"]
) | frozenset(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"])
_OF_SIZE = frozenset(["minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"])
#: Keywords with a schema, with a list of them, and with one by name; they are read alike if these are.
_ONE = ("items", "additionalProperties", "propertyNames", "not", "if", "then", "else")
_SEVERAL = ("anyOf", "allOf", "oneOf")
_BY_NAME = ("properties", "patternProperties", "definitions")
#: Patterns are a dialect each, too, but for those of letters, digits, some signs, sets and counts of them: the largest
#: part that Go's engine and that of this validator have in common without any doubt.
_SET = r"\[\^?-?(?:[A-Za-z0-9]-[A-Za-z0-9]|!-~|[A-Za-z0-9_./:@ +*?=,%'~]|\\[.\-/\[\]n]|\\x00)+-?\]"
_SIGN = r"[A-Za-z0-9_/:@ =,%'$^-]|\\[.\-/+*?()$\[\]]"
_COUNT = r"[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}"
_PLAIN_PATTERN = expression(rf"\^?(?:(?:{_SET}|{_SIGN}|\((?!\?)|[)|])(?:{_COUNT})?)*\$?")
_KEYWORDS = _READ_ALIKE | _OF_SIZE | {*_ONE, *_SEVERAL, *_BY_NAME, "pattern", "$ref", "format"}
_FORMATS = frozenset({"ipv4", "ipv6"})
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
    if not isinstance(schema, dict) or not schema.keys() <= _KEYWORDS:
        return False
    patterns = [*schema.get("patternProperties", {}), *([schema["pattern"]] if "pattern" in schema else [])]
    if not all(isinstance(pattern, str) and _PLAIN_PATTERN.fullmatch(pattern) for pattern in patterns):
        return False
    if str(schema.get("format", "ipv4")) not in _FORMATS or not str(schema.get("$ref", _OWN)).startswith(_OWN):
        return False
    if not all(_lists_each_once(schema[word]) for word in _LISTS & schema.keys()):
        return False
    inner = [schema[key] for key in _ONE if key in schema]
    inner += [one for key in _SEVERAL for one in schema.get(key, [])]
    inner += [one for key in _BY_NAME for one in schema.get(key, {}).values()]
    return all(map(_is_plain, inner))


def _lists_each_once(value: Any) -> bool:
    if not isinstance(value, list):
        return True
    return bool(value) and len({json.dumps(each, sort_keys=True) for each in value}) == len(value)
