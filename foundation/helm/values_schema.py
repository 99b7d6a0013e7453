"""values.schema.json, compiled once for the same bytes."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

SCHEMA_FILE = "values.schema.json"
#: Keywords that say nothing, and keywords that this validator and Helm's, which is another one, read alike. Patterns,
#: formats and references are not among them: there the two have dialects.
_READ_ALIKE = frozenset(
    ["$schema", "title", "description", "default", "type", "enum", "properties", "required", "additionalProperties"]
) | frozenset(["items", "anyOf", "const", "minimum", "maximum"])
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
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    inner += [schema[key] for key in ("items", "additionalProperties") if key in schema]
    return all(map(_is_plain, inner))
