"""What one environment's values put over the common ones."""

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
