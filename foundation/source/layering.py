"""Putting one mapping over another."""

from typing import Any

from pydantic import BaseModel


def over(base: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Return ``upper`` over ``base``: mappings key by key, everything else replaced; neither is changed."""
    merged = dict(base)
    for key, value in upper.items():
        present = merged.get(key)
        merged[key] = over(present, value) if isinstance(present, dict) and isinstance(value, dict) else value
    return merged


def over_baseline(base: dict[str, Any], given: BaseModel | None) -> dict[str, Any]:
    """Return a Kubernetes shape over what the policy gives every component; null removes what the policy says.

    Args:
        base: what the policy gives.
        given: what is said of one of them; nothing changes nothing.
    """
    upper = given.model_dump(by_alias=True, exclude_unset=True) if given is not None else {}
    return _without_nulls(over(base, upper))


def _without_nulls(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is null, and mappings of which nothing else is left."""
    kept: dict[str, Any] = {}
    for key, value in data.items():
        found = _without_nulls(value) if isinstance(value, dict) else value
        if found is not None and not (value and found == {}):
            kept[key] = found
    return kept
