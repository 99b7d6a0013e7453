"""Making data fit a setting of the bundle: what the setting has no place for is taken out and told."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from foundation.model.bundle.layer import Layer
from foundation.source.details import source_path
from foundation.source.tree import Path

_ABSENT = object()


def without_nulls(data: Any) -> Any:
    """Return data without the keys that are null: in a manifest they say nothing."""
    if isinstance(data, dict):
        return {key: without_nulls(value) for key, value in data.items() if value is not None}
    return [without_nulls(item) for item in data] if isinstance(data, list) else data


def fitted(setting: str, value: Any) -> tuple[Any, list[tuple[Path, str]]]:
    """Return what of a value a setting can hold.

    Args:
        setting: name of the setting.
        value: plain data; it is not changed.

    Returns:
        The value, ``None`` if nothing is left of it, and the path and the reason of each part that was taken out.
    """
    data = {setting: deepcopy(value)}
    taken: list[tuple[Path, str]] = []
    while setting in data:
        try:
            Layer.model_validate(data)
        except ValidationError as error:
            for path, reason in _faults(data, error):
                if _remove(data, path) is not _ABSENT:
                    taken.append((path[1:], reason))
            continue
        break
    return data.get(setting), taken


def _faults(data: dict[str, Any], error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Yield what has to go, the last first, so that places in lists stay right."""
    details = error.errors(include_url=False)
    unknown = [detail for detail in details if detail["type"] == "extra_forbidden"]
    faults: dict[Path, str] = {}
    for detail in unknown or details:
        path = source_path(data, detail)
        faults.setdefault(path[:-1] if detail["type"] == "missing" else path, _reason(detail))
    yield from sorted(faults.items(), key=lambda fault: [str(part).rjust(6, "0") for part in fault[0]], reverse=True)


def _reason(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return "the bundle has no place for it"
    if kind == "missing":
        return f"{detail['loc'][-1]} is missing"
    if kind == "value_error":
        return str(detail.get("ctx", {}).get("error", "the value is not accepted"))
    expected = {"string_type": "it is no text", "int_type": "it is no whole number", "bool_type": "it is no boolean"}
    return expected.get(kind, "the value is not one that the bundle accepts")


def _remove(data: Any, path: Path) -> Any:
    current = data
    for part in path[:-1]:
        try:
            current = current[part]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    if isinstance(current, dict):
        return current.pop(path[-1], _ABSENT)
    last = path[-1]
    inside = isinstance(current, list) and isinstance(last, int) and last < len(current)
    return current.pop(last) if inside else _ABSENT
