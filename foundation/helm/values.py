"""Values of a chart as plain data."""

from typing import Any


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Merge values as Helm does: key by key, null removes."""
    result = dict(below)
    for key, value in above.items():
        held = result.get(key)
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return result


def holds_null(value: Any) -> bool:
    """Tell whether null stands anywhere in plain data."""
    if isinstance(value, dict):
        return any(map(holds_null, value.values()))
    return value is None or (isinstance(value, list) and any(map(holds_null, value)))
