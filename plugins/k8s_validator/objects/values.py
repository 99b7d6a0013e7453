"""Reading manifests that may hold anything anywhere: what is not of the wanted type counts as absent."""

from typing import Any

from foundation.source.tree import Path, shown

_NOTHING: dict[str, Any] = {}


def value_at(data: Any, path: Path) -> Any:
    """Return the value at a path, or ``None`` where the path ends early."""
    for part in path:
        if isinstance(data, dict) or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            data = data.get(part) if isinstance(data, dict) else data[part]  # type: ignore[index]
        else:
            return None
    return data


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping, or an empty one that nobody may change."""
    return value if isinstance(value, dict) else _NOTHING


def items(value: Any) -> list[Any]:
    """Return a list, or an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: Any) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings of a list, each with its position."""
    return [(index, item) for index, item in enumerate(items(value)) if isinstance(item, dict)]


def text(value: Any) -> str:
    """Return text, or an empty one."""
    return value if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """Return the texts of a list."""
    return [item for item in items(value) if isinstance(item, str)]


def number(value: Any) -> int | None:
    """Return a whole number; true and false are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def quoted(value: Any) -> str:
    """Return a value for a message: short, on one line, with nothing that a terminal acts on."""
    return shown(repr(value))[:80]
