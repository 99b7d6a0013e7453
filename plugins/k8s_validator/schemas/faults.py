"""What does not fit a JSON Schema, in words: which field is meant, and what is allowed in the place of a pattern."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.model.names import nearest
from foundation.model.patterns import form_of
from foundation.source.tree import Path, shown

#: Names of fields that a remedy lists; more than these nobody reads.
_LISTED = 12


@dataclass(frozen=True)
class SchemaFault:
    """One thing that does not fit.

    Attributes:
        path: where it is; for a field that there is not, the field itself.
        message: what is wrong.
        remedy: how to mend it, where the schema tells.
    """

    path: Path
    message: str
    remedy: str | None = None


def schema_faults(validator: Any, data: Any, *schemas: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """Yield everything in data that does not fit.

    Args:
        validator: the compiled schema.
        data: plain data.
        schemas: what it was compiled from, and what that refers to; they know the names of the fields.
    """
    for error in validator.iter_errors(data):
        path = tuple(error.instance_path)
        if error.kind.name == "additionalProperties":
            yield from _unknown(path, error, schemas)
        else:
            yield SchemaFault(path, _message(error))


def _unknown(path: Path, error: Any, schemas: tuple[Mapping[str, Any], ...]) -> Iterator[SchemaFault]:
    known = _fields(tuple(error.schema_path)[:-1], schemas)
    for name in error.kind.unexpected:
        close = nearest(name, known)
        remedy = f"Did you mean {close}?" if close else _listed(known)
        yield SchemaFault((*path, name), f"there is no field {shown(name)} here", remedy)


def _listed(known: list[str]) -> str | None:
    return f"Fields here: {', '.join(known)}." if 0 < len(known) <= _LISTED else None


def _fields(place: Path, schemas: tuple[Mapping[str, Any], ...]) -> list[str]:
    """Return the names of the fields at a place in whichever schema has it."""
    for schema in schemas:
        current: Any = schema
        for part in place:
            inside = isinstance(current, Mapping) and part in current
            inside = inside or (isinstance(current, list) and isinstance(part, int) and part < len(current))
            current = current[part] if inside else None
        properties = current.get("properties") if isinstance(current, Mapping) else None
        if isinstance(properties, Mapping):
            return sorted(map(str, properties))
    return []


def _message(error: Any) -> str:
    kind = error.kind
    if kind.name == "pattern":
        # What the library shows in front is the value, or a mask in its place.
        value = error.message.rpartition(" does not match ")[0]
        form = form_of(kind.pattern)
        return f"{value} is not {form}" if form is not None else f"{value} has not the form that its schema wants"
    if kind.name == "propertyNames":
        return f"a key is not allowed: {_message(kind.error)}"
    if kind.name in ("anyOf", "oneOf") and kind.name == error.schema_path[-1]:
        return _of_alternatives(error)
    if kind.name == "not":
        return "what stands here is not allowed"
    return str(error.message)


def _of_alternatives(error: Any) -> str:
    """Say what each alternative wants, as long as they are about this very place."""
    branches = getattr(error.kind, "context", [])
    reasons = [_message(inner) for branch in branches for inner in branch[:1] if not list(inner.instance_path)]
    if not branches or len(reasons) < len(branches):
        return str(error.message).partition(" listed in ")[0].replace("any of the schemas", "any of its schemas")
    return f"none of the alternatives fits: {'; '.join(dict.fromkeys(reasons))}"
