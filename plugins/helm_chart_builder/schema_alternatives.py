"""Words of JSON Schema in which is said what the API takes: of fields, of alternatives, of objects of some fields."""

from typing import Any

JsonSchema = dict[str, Any]

ABSENT: JsonSchema = {"type": "null"}
NONE_OR_EMPTY: JsonSchema = {"type": ["array", "null"], "maxItems": 0}


def fields(**schemas: JsonSchema) -> JsonSchema:
    """Return what holds of an object whose fields are like this, where they are there."""
    return {"properties": schemas}


def given(**schemas: JsonSchema) -> JsonSchema:
    """Return what holds of an object that has these fields."""
    return {"properties": schemas, "required": list(schemas)}


def one_of(*values: Any) -> JsonSchema:
    """Return the type of these values."""
    return {"enum": list(values)}


def any_of(*alternatives: JsonSchema) -> JsonSchema:
    """Return what holds where one of these does."""
    return {"anyOf": list(alternatives)}


def all_of(*rules: JsonSchema) -> JsonSchema:
    """Return what holds where all of these do."""
    return {"allOf": list(rules)}


def some(least: int = 1) -> JsonSchema:
    """Return the type of lists that are not empty."""
    return {"type": "array", "minItems": least}


def open_object(names: str, **needed: Any) -> JsonSchema:
    """Return the type of objects of some fields, of which only the names are looked at."""
    form = f"^({names})$"
    return {"type": "object", "patternProperties": {form: {}}, "additionalProperties": False, **needed}


#: What goes with each operator of a condition on labels.
LABEL_VALUES = (
    given(operator=one_of("In", "NotIn"), values=some()),
    fields(operator=one_of("Exists", "DoesNotExist"), values=NONE_OR_EMPTY),
)
