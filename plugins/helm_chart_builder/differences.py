"""What one environment's values put over the common ones, and the way back."""

from typing import Any


def difference(common: dict[str, Any], specific: dict[str, Any]) -> dict[str, Any]:
    """Return the smallest mapping that, merged over ``common`` as Helm does, gives ``specific``.

    Helm merges mappings key by key, replaces everything else, and removes a key whose value
    is null.
    """
    changes: dict[str, Any] = {}
    for key, value in specific.items():
        if key not in common:
            changes[key] = value
        elif isinstance(value, dict) and isinstance(common[key], dict):
            inner = difference(common[key], value)
            if inner:
                changes[key] = inner
        elif value != common[key]:
            changes[key] = value
    changes.update({key: None for key in common if key not in specific})
    return changes


def laid_over(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return values with changes merged over them, key by key; all else replaces, and null removes."""
    merged = {key: value for key, value in values.items() if key not in changes}
    for key, value in changes.items():
        below = values.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            merged[key] = laid_over(below, value)
        elif value is not None:
            merged[key] = value
    # The order of the values is that of their sections, whoever gave them.
    return {key: merged[key] for key in [*values, *changes] if key in merged}
