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


def removes_only(below: dict[str, Any], above: dict[str, Any]) -> bool:
    """Tell whether every null in values takes away something that stands below, which is the one plain meaning of null.

    Args:
        below: the values that are there.
        above: what is laid over them.
    """
    for key, value in above.items():
        held = below.get(key)
        if value is None and held is None:
            return False
        if isinstance(value, dict) and isinstance(held, dict):
            if not removes_only(held, value):
                return False
        elif value is not None and holds_null(value):
            return False
    return True


def holds_null(value: Any) -> bool:
    """Tell whether null stands anywhere in plain data."""
    if isinstance(value, dict):
        return any(map(holds_null, value.values()))
    return value is None or (isinstance(value, list) and any(map(holds_null, value)))
