"""What does not fit a JSON Schema, in words: which field is meant, and what is allowed in the place of a pattern."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.model.names import nearest
from foundation.model.patterns import form_of
from foundation.source.tree import Path, shown
from plugins.k8s_validator.validity.restrictions import WORDS

#: Names of fields that a remedy lists; more than these nobody reads.
_LISTED = 12


@dataclass(frozen=True)
class SchemaFault:
    """One thing that does not fit.

    Attributes:
        path: where it is; for a field that there is not, the field itself.
        message: what is wrong.
        remedy: how to mend it, where the schema tells.
        restricted: whether OpenAPI allows it, and the API's own validation does not.
    """

    path: Path
    message: str
    remedy: str | None = None
    restricted: bool = False


def schema_faults(validator: Any, data: Any, *schemas: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """Yield everything in data that does not fit.

    Args:
        validator: the compiled schema.
        data: plain data.
        schemas: what it was compiled from, and what that refers to; they know the names of the fields.
    """
    own, laid = _sorted(validator.iter_errors(data), schemas)
    meant: set[Path] = set()
    for path, error in own:
        if error.kind.name == "additionalProperties":
            for fault, close in _unknown(path, error, schemas):
                meant |= {(*path, close)} if close else set()
                yield fault
        else:
            yield SchemaFault(path, _message(error))
    wrong = {path for path, error in own if error.kind.name != "additionalProperties"}
    said: set[tuple[Path, str | None]] = set()
    for path, error, words in laid:
        message = _laid_message(error, words)
        # A field that is missing because its name is misspelt has been told.
        misspelt = error.kind.name == "required" and (*path, error.kind.property) in meant
        # Of a value that is no list and no mapping one thing is told, however many forms it misses.
        key = (path, message if isinstance(error.instance, dict | list) else None)
        if path not in wrong and key not in said and not misspelt:
            said.add(key)
            yield SchemaFault(path, message, restricted=True)


def _sorted(
    errors: Iterable[Any], schemas: tuple[Mapping[str, Any], ...]
) -> tuple[list[tuple[Path, Any]], list[tuple[Path, Any, str]]]:
    """Return errors by definitions and errors by what is laid over these, with its words."""
    own: list[tuple[Path, Any]] = []
    laid: list[tuple[Path, Any, str]] = []
    for error in errors:
        path, words = tuple(error.instance_path), _words(tuple(error.schema_path), schemas)
        if words is None:
            own.append((path, error))
        else:
            laid.append((path, error, words))
    return own, laid


def _words(place: Path, schemas: tuple[Mapping[str, Any], ...]) -> str | None:
    """Return what the schema at a place says in words that it allows: the innermost that says anything."""
    for schema in schemas:
        found: str | None = None
        current: Any = schema
        for part in place:
            inside = isinstance(current, Mapping) and part in current
            inside = inside or (isinstance(current, list) and isinstance(part, int) and part < len(current))
            if not inside:
                break
            current = current[part]
            if isinstance(current, Mapping) and WORDS in current:
                found = current[WORDS]
        else:
            return found
    return None


def _laid_message(error: Any, words: str) -> str:
    kind = error.kind.name
    if kind == "required":
        return f"{error.kind.property} is missing: {words}" if words else str(error.message)
    if kind == "propertyNames":
        return f"the key {shown(repr(error.kind.error.instance))[:80]} is not valid: {words}"
    value = words.startswith("it has to") and not isinstance(error.instance, dict | list)
    return f"{words}, not {shown(repr(error.instance))[:80]}" if value else words


def _unknown(
    path: Path, error: Any, schemas: tuple[Mapping[str, Any], ...]
) -> Iterator[tuple[SchemaFault, str | None]]:
    known = _fields(tuple(error.schema_path)[:-1], schemas)
    for name in error.kind.unexpected:
        close = nearest(name, known)
        remedy = f"Did you mean {close}?" if close else _listed(known)
        yield SchemaFault((*path, name), f"there is no field {shown(name)} here", remedy), close


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
