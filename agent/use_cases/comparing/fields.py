"""Which fields differ between two values of YAML; pure."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

#: What names the entries of lists in Kubernetes objects, most telling first.
_NAMES = ("name", "mountPath", "containerPort", "port", "topologyKey", "host", "key")

#: Keys of mappings, and for the entries of a list their name or position in brackets.
Path = tuple[str, ...]


class FieldDifference(NamedTuple):
    """One field that differs.

    Attributes:
        kind: what becomes of it; ``moved`` has the names of a list's entries in their old and new order.
        path: where it is.
        before: the earlier value.
        after: the new one.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    path: Path
    before: Any
    after: Any


def field_differences(before: Any, after: Any, path: Path = ()) -> Iterator[FieldDifference]:
    """Yield the smallest fields that differ; null is as good as nothing, and the order of keys says nothing.

    Args:
        before: the earlier value.
        after: the new one.
        path: where they are.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_mappings(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif type(before) is not type(after) or before != after:  # true is not 1
        yield _changed(before, after, path)


def shown_path(path: Path) -> str:
    """Return a path as messages have it: dotted, with the names of a list's entries in brackets."""
    return ".".join(path).replace(".[", "[")


def _changed(before: Any, after: Any, path: Path) -> FieldDifference:
    kind: Literal["added", "removed", "changed"] = (
        "added" if before is None else "removed" if after is None else "changed"
    )
    return FieldDifference(kind, path, before, after)


def _of_mappings(before: dict[Any, Any], after: dict[Any, Any], path: Path) -> Iterator[FieldDifference]:
    for key in sorted({*before, *after}, key=str):
        yield from field_differences(before.get(key), after.get(key), (*path, str(key)))


def _of_lists(before: list[Any], after: list[Any], path: Path) -> Iterator[FieldDifference]:
    old, new = _by_name(before, after)
    if old is not None and new is not None:
        common = [[name for name in one if name in other] for one, other in ((old, new), (new, old))]
        if common[0] != common[1]:
            yield FieldDifference("moved", path, *common)
        for name in [*old, *(name for name in new if name not in old)]:
            yield from field_differences(old.get(name), new.get(name), (*path, f"[{name}]"))
    elif not any(isinstance(entry, dict | list) for entry in (*before, *after)):
        if list(map(_canonical, before)) != list(map(_canonical, after)):
            yield FieldDifference("changed", path, before, after)
    elif len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from field_differences(one, other, (*path, f"[{index}]"))
    else:
        yield from _of_bags(before, after, path)


def _of_bags(before: list[Any], after: list[Any], path: Path) -> Iterator[FieldDifference]:
    """Tell which entries went and which came where nothing says which of them belong together."""
    old, new = Counter(map(_canonical, before)), Counter(map(_canonical, after))
    for text in sorted((old - new).elements()):
        yield FieldDifference("removed", (*path, "[]"), json.loads(text), None)
    for text in sorted((new - old).elements()):
        yield FieldDifference("added", (*path, "[]"), None, json.loads(text))


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _by_name(*lists: list[Any]) -> tuple[dict[str, Any] | None, ...]:
    """Return lists by the names of their entries, if one key names all of them."""
    for key in _NAMES:
        named = [{_name(entry, key): entry for entry in entries} for entries in lists]
        whole = (len(names) == len(entries) and None not in names for names, entries in zip(named, lists, strict=True))
        if all(whole):
            return tuple({str(name): entry for name, entry in names.items()} for names in named)
    return tuple(None for _ in lists)


def _name(entry: Any, key: str) -> str | None:
    if not isinstance(entry, dict):
        return None
    metadata = entry.get("metadata")  # a claim's name is there, as any object's
    held = metadata if key == "name" and "name" not in entry and isinstance(metadata, dict) else entry
    return str(held[key]) if isinstance(held.get(key), str | int) else None
