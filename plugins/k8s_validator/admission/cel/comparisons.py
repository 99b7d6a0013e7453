"""Comparing what Kubernetes compares by name: quantities and versions, each with its own kind."""

from collections.abc import Callable
from typing import Any

from plugins.k8s_validator.admission.cel import quantities, versions
from plugins.k8s_validator.admission.cel.native import BOOL, INT, OPAQUE, Native

_ORDERS: dict[str, Callable[[Any], Any]] = {quantities.MARK: quantities.value_of, versions.MARK: versions.order}


def _compare(first: Any, second: Any) -> int:
    order = next((order for mark, order in _ORDERS.items() if isinstance(first, dict) and mark in first), None)
    if order is None:
        raise ValueError("only quantities and versions are compared like this")
    left, right = order(first), order(second)
    return 1 if left > right else -1 if left < right else 0


FUNCTIONS = (
    Native("compareTo", (OPAQUE, OPAQUE), INT, _compare),
    Native("isLessThan", (OPAQUE, OPAQUE), BOOL, lambda first, second: _compare(first, second) < 0),
    Native("isGreaterThan", (OPAQUE, OPAQUE), BOOL, lambda first, second: _compare(first, second) > 0),
)
