"""What several values have in common, and what one of them adds to that.

A key on which environments disagree is in no base, so no environment can inherit another's value
by accident: overlays only ever add.
"""

from typing import Any, Final

#: Lists whose elements kustomize matches by name, in pods of the kinds below. In all other lists it
#: either replaces the whole or matches by keys that need not be there, so those stay in one piece.
_NAMED_LISTS = frozenset({"containers", "initContainers", "volumes", "env"})
_POD_KINDS = frozenset(
    {
        ("v1", "Pod"),
        ("apps/v1", "DaemonSet"),
        ("apps/v1", "Deployment"),
        ("apps/v1", "ReplicaSet"),
        ("apps/v1", "StatefulSet"),
        ("batch/v1", "CronJob"),
        ("batch/v1", "Job"),
    }
)
NOTHING: Final = object()


def named_lists(data: dict[str, Any]) -> frozenset[str]:
    """Return the fields of an object whose lists can be split element by element."""
    return _NAMED_LISTS if (data.get("apiVersion"), data.get("kind")) in _POD_KINDS else frozenset()


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same data; ``1`` and ``true`` are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def common(values: list[Any], named: frozenset[str], field: str = "") -> Any:
    """Return what all values share, or ``NOTHING``.

    Args:
        values: at least one value.
        named: fields whose lists are matched by name.
        field: field that the values are of.
    """
    first = values[0]
    if all(same(first, value) for value in values[1:]):
        return first
    if all(isinstance(value, dict) for value in values):
        shared = [key for key in first if all(key in value for value in values)]
        found = {key: common([value[key] for value in values], named, key) for key in shared}
        result = {key: value for key, value in found.items() if value is not NOTHING}
        return result if result or any(not value for value in values) else NOTHING
    if field in named and _have_same_names(values):
        return [common(list(elements), named) for elements in zip(*values, strict=True)]
    return NOTHING


def additions(base: Any, target: Any) -> Any:
    """Return what a target adds to a base that it has all of, or ``NOTHING``.

    Of a list only the elements up to the last one that differs are returned, with their names:
    kustomize puts those that a patch names before the others, and the order must not change.
    """
    if isinstance(base, dict):
        found = {key: additions(base[key], value) if key in base else value for key, value in target.items()}
        result = {key: value for key, value in found.items() if value is not NOTHING}
        return result or NOTHING
    if isinstance(base, list):
        elements = [additions(one, other) for one, other in zip(base, target, strict=True)]
        while elements and elements[-1] is NOTHING:
            elements.pop()
        named = [
            {"name": one["name"], **({} if element is NOTHING else element)}
            for one, element in zip(base, elements, strict=False)
        ]
        return named or NOTHING
    return NOTHING


def _have_same_names(values: list[Any]) -> bool:
    lists = [_names(value) for value in values]
    return bool(lists[0]) and all(names == lists[0] for names in lists)


def _names(value: Any) -> list[str]:
    """Return the names of a list's elements; no names if they do not tell the elements apart."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return []
    names = [item.get("name") for item in value]
    return names if all(isinstance(name, str) for name in names) and len(set(names)) == len(names) else []
