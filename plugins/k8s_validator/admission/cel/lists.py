"""Kubernetes' list functions, and CEL's sets."""

from typing import Any

from plugins.k8s_validator.admission.cel.native import ANY, BOOL, DYN, INT, LIST, Native


def _comparable(items: list[Any]) -> list[Any]:
    kinds = {float if isinstance(item, float) else type(item) for item in items}
    if len(kinds) > 1 or kinds & {dict, list, type(None)}:
        raise ValueError("the list's items cannot be compared with each other")
    return items


def _is_sorted(items: list[Any]) -> bool:
    return all(first <= second for first, second in zip(_comparable(items), items[1:], strict=False))


def _sum(items: list[Any]) -> int | float:
    if not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in _comparable(items)):
        raise ValueError("sum adds numbers only; sums of durations are not available here")
    total: int | float = sum(items)
    return total


def _some(items: list[Any]) -> list[Any]:
    if not items:
        raise ValueError("the list is empty")
    return _comparable(items)


def _is(first: Any, second: Any) -> bool:
    """Python takes true for 1; CEL does not."""
    return isinstance(first, bool) == isinstance(second, bool) and bool(first == second)


def _index_of(items: list[Any], wanted: Any) -> int:
    return next((index for index, item in enumerate(items) if _is(item, wanted)), -1)


def _last_index_of(items: list[Any], wanted: Any) -> int:
    return next((index for index in reversed(range(len(items))) if _is(items[index], wanted)), -1)


def _contains(first: list[Any], second: list[Any]) -> bool:
    return all(_index_of(first, item) >= 0 for item in second)


def _intersects(first: list[Any], second: list[Any]) -> bool:
    return any(_index_of(first, item) >= 0 for item in second)


FUNCTIONS = (
    Native("isSorted", (LIST,), BOOL, _is_sorted),
    Native("sum", (LIST,), DYN, _sum),
    Native("min", (LIST,), DYN, lambda items: min(_some(items))),
    Native("max", (LIST,), DYN, lambda items: max(_some(items))),
    *(Native("indexOf", (LIST, kind), INT, _index_of) for kind in ANY),
    *(Native("lastIndexOf", (LIST, kind), INT, _last_index_of) for kind in ANY),
    Native("sets.contains", (LIST, LIST), BOOL, _contains, member=False),
    Native("sets.intersects", (LIST, LIST), BOOL, _intersects, member=False),
    Native("sets.equivalent", (LIST, LIST), BOOL, lambda a, b: _contains(a, b) and _contains(b, a), member=False),
)
