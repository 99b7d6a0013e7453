"""The keys that a model knows at a path, and which of them a misspelt one may mean."""

import types
import typing
from collections.abc import Collection, Iterator
from typing import Any

from pydantic import BaseModel

from foundation.model.expressions import expression
from foundation.model.names import dns_label, nearest
from foundation.source.tree import Path

#: What holds the settings of components.
_LAYERS = ("component", "shared")
_WORD = expression(r"[A-Z]?[a-z0-9]+|[A-Z]+")


def meant_key(key: str, valid: Collection[str], missing: Collection[str] = ()) -> str | None:
    """Return the key that an unknown one may mean.

    Args:
        key: the unknown key.
        valid: keys that are known there.
        missing: those of them that are missing: one of which only some words are written is meant too, as with
            ``image`` for ``container_image``.
    """
    found = nearest(key, valid)
    if found is not None and (found in missing or not missing):
        return found
    words = _words(key)
    return next((name for name in sorted(missing) if words and words <= _words(name)), None) or found


def _words(key: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(key)}


def valid_names(model: Any, path: Path) -> list[str]:
    """Return the keys that are valid at ``path`` inside ``model``."""
    current: Any = model
    for part in path:
        current = _step(current, part)
    found = _model_in(current)
    return [] if found is None else [field.alias or name for name, field in found.model_fields.items()]


def meant_elsewhere(model: Any, path: Path, data: Any) -> Path | None:
    """Return where an unknown key is known: in the component or what components share, a level higher, or by a name.

    Args:
        model: the class of the whole document.
        path: the key's place.
        data: the document.
    """
    key, others = path[-1], (*((layer, *path) for layer in _LAYERS), path[1:])
    for other in others:
        if other and key in valid_names(model, other[:-1]):
            return other
    return next(_named(data, str(key)), None) if len(path) == 1 and isinstance(data, dict) else None


def _named(data: dict[str, Any], key: str) -> Iterator[Path]:
    """Yield what is called as a key: an environment, a tenant, a component."""
    for field in ("environments", "tenants"):
        if isinstance(data.get(field), dict) and key in data[field]:
            yield (field, key)
    components = data.get("components")
    for component in components if isinstance(components, list) else [data.get("component")]:
        name = component.get("name") if isinstance(component, dict) else None
        if isinstance(name, str) and dns_label(name) == dns_label(key):
            yield ("components", name) if isinstance(components, list) else ("component",)


def _step(annotation: Any, part: str | int) -> Any:
    found = _model_in(annotation)
    if found is not None and isinstance(part, str):
        for name, field in found.model_fields.items():
            if (field.alias or name) == part:
                return field.annotation
    for option in _options(annotation):
        arguments = typing.get_args(option)
        if typing.get_origin(option) is list and isinstance(part, int):
            return arguments[0]
        if typing.get_origin(option) is dict:
            return arguments[1]
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(annotation: Any) -> list[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _options(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [inner for option in typing.get_args(annotation) for inner in _options(option)]
    return [annotation]
