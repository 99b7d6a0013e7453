"""What a value should be, in our own words: those of pydantic speak to whoever wrote the model."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from foundation.model.patterns import form_of

Context = Mapping[str, Any]

#: What a value of a type is called, by the kind of pydantic's error.
TYPES = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "float_parsing": "a number",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of fewer digits",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_attributes_type": "a mapping",
    "model_type": "a mapping",
    "path_type": "a path",
    "string_type": "text",
    "tuple_type": "a list",
}


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {'entries' if what == 'entry' else what + 's'}"


def _of(context: Context) -> str:
    return "key" if context.get("field_type") == "Dictionary" else "entry"


def _literal(context: Context) -> str:
    return str(context.get("expected", "another value"))


def _pattern(context: Context) -> str:
    return str(form_of(context.get("pattern", "")) or "another value")


#: The same of what a value of the right type should be, with the error's context.
BOUNDS: dict[str, Callable[[Context], str]] = {
    "enum": _literal,
    "finite_number": lambda _: "a finite number",
    "greater_than": lambda context: f"a number above {context['gt']}",
    "greater_than_equal": lambda context: f"a number of at least {context['ge']}",
    "less_than": lambda context: f"a number below {context['lt']}",
    "less_than_equal": lambda context: f"a number of at most {context['le']}",
    "literal_error": _literal,
    "multiple_of": lambda context: f"a multiple of {context['multiple_of']}",
    "none_required": lambda _: "null",
    "string_pattern_mismatch": _pattern,
    "string_too_long": lambda context: f"text of at most {_counted(context['max_length'], 'character')}",
    "string_too_short": lambda context: f"text of at least {_counted(context['min_length'], 'character')}",
    "string_unicode": lambda _: "text of whole characters",
    "too_long": lambda context: f"at most {_counted(context['max_length'], _of(context))}",
    "too_short": lambda context: f"at least {_counted(context['min_length'], _of(context))}",
}


def should_be(kind: str, context: Context) -> str:
    """Return what a value should be, as it stands after "Write".

    Args:
        kind: the type of pydantic's error.
        context: the error's context.
    """
    if kind in TYPES:
        return TYPES[kind]
    return BOUNDS[kind](context) if kind in BOUNDS else "another value"


def wanted(detail: ErrorDetails) -> str:
    """Say in one sentence what a mistake that pydantic found wants; it never quotes the value.

    Args:
        detail: the mistake, with its context.
    """
    context = detail.get("ctx", {})
    if detail["type"] in ("value_error", "assertion_error"):
        return str(context.get("error", "The value should be another one"))
    if detail["type"] == "missing":
        return "It is missing"
    if detail["type"] == "extra_forbidden":
        return "It is not a known key"
    return f"Value should be {should_be(detail['type'], context)}"
