"""Kubernetes shapes as plain data."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel


def plain(value: BaseModel | None) -> dict[str, Any]:
    """Return a Kubernetes shape as plain data without what was left out."""
    return value.model_dump(by_alias=True, exclude_none=True) if value is not None else {}


def plain_list(values: Sequence[BaseModel] | None) -> list[dict[str, Any]]:
    """Return Kubernetes shapes as plain data."""
    return [plain(value) for value in values or []]


def fields(settings: BaseModel, names: dict[str, str]) -> dict[str, Any]:
    """Return some settings under the API's names, without those that were left out.

    Args:
        settings: the settings.
        names: our name of each field by the API's, in the order wanted.
    """
    given = {name: ours for name, ours in names.items() if getattr(settings, ours) is not None}
    if not given:
        return {}
    data = settings.model_dump(by_alias=True, exclude_none=True, include=set(given.values()))
    return {name: data[ours] for name, ours in given.items()}


def texts(mapping: Mapping[str, str | None] | None) -> dict[str, str]:
    """Return a mapping by its keys' order; a null removed a lower layer's entry and is gone by now."""
    return {key: value for key, value in sorted((mapping or {}).items()) if value is not None}


def quantity(value: str | int | float) -> str:
    """Write a quantity as text, as the API server itself returns it."""
    return value if isinstance(value, str) else format(Decimal(str(value)).normalize(), "f")


def quantities(amounts: dict[str, Any]) -> dict[str, str]:
    """Return quantities as text, by their keys' order."""
    return {name: quantity(value) for name, value in sorted(amounts.items())}
