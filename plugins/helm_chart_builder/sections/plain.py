"""Kubernetes shapes as plain data."""

from decimal import Decimal
from typing import Any


def plain(value: Any) -> dict[str, Any]:
    """Return a Kubernetes shape as plain data without what was left out."""
    return value.model_dump(by_alias=True, exclude_none=True) if value is not None else {}


def texts(mapping: dict[str, str | None] | None) -> dict[str, str]:
    """Return a mapping by its keys' order; a null removed a lower layer's entry and is gone by now."""
    return {key: value for key, value in sorted((mapping or {}).items()) if value is not None}


def quantity(value: str | int | float) -> str:
    """Write a quantity as text, as the API server itself returns it."""
    return value if isinstance(value, str) else format(Decimal(str(value)).normalize(), "f")
