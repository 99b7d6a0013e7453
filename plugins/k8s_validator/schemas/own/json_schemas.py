"""JSON Schemas that say themselves of which kind they are; pure."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.schemas.own.faults import Fault

#: Keywords whose keys are names of the author's own.
_NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
#: Keywords that hold plain data.
_DATA = frozenset({"enum", "const", "default", "example", "examples", "required"})
#: Keywords that change what a reference means.
_ADDRESSES = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$recursiveAnchor"})
_DEEPEST = 200


def kind_of(schema: dict[str, Any]) -> tuple[str, str]:
    """Return the API version and the kind that a schema is for.

    Raises:
        Fault: it does not say so.
    """
    properties = schema.get("properties")
    found = [_only(properties.get(name)) if isinstance(properties, dict) else None for name in ("apiVersion", "kind")]
    if found[0] is None or found[1] is None:
        raise Fault("the schema does not say of which apiVersion and kind it is, each as the only value of its enum")
    return found[0], found[1]


def check(schema: dict[str, Any], allowed: str) -> None:
    """Hold a schema to what is safe to use: references stay in the schema, or lead to Kubernetes' own types.

    Args:
        schema: the schema.
        allowed: address of Kubernetes' own types.

    Raises:
        Fault: it is nested too deep, or leads elsewhere.
    """
    for path, holder in _schemas(schema, ()):
        for name in sorted(_ADDRESSES & holder.keys()):
            raise Fault(f"{name} is not allowed", (*path, name))
        reference = holder.get("$ref", "#")
        if not isinstance(reference, str) or not reference.startswith(("#", f"{allowed}#")):
            raise Fault("a reference may only lead inside the schema, or to Kubernetes' own types", (*path, "$ref"))


def _schemas(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every schema inside a schema, and no data."""
    if len(path) > _DEEPEST:
        raise Fault("the schema is nested too deep", path[:6])
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            if key in _NAMED and isinstance(inner, dict):
                for name, named in inner.items():
                    yield from _schemas(named, (*path, key, name))
            elif key not in _DATA:
                yield from _schemas(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _schemas(inner, (*path, index))


def _only(schema: Any) -> str | None:
    if not isinstance(schema, dict):
        return None
    values = schema["enum"] if isinstance(schema.get("enum"), list) else [schema.get("const")]
    return values[0] if len(values) == 1 and isinstance(values[0], str) and values[0] else None
