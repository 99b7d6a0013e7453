"""Putting one mapping over another."""

from typing import Any


def over(base: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Return ``upper`` over ``base``: mappings key by key, everything else replaced; neither is changed."""
    merged = dict(base)
    for key, value in upper.items():
        present = merged.get(key)
        merged[key] = over(present, value) if isinstance(present, dict) and isinstance(value, dict) else value
    return merged
