"""Paths of a draft's fields: ``volumes[0].emptyDir.medium``."""

import re
from typing import Any

Path = tuple[str | int, ...]

#: No allowed list is as long; a longer index would only make the findings long.
MAX_INDEX = 31
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9]{0,62}(\.[A-Za-z][A-Za-z0-9]{0,62}|\[[0-9]{1,3}\]){0,15}", re.ASCII)
_PART = re.compile(r"([A-Za-z][A-Za-z0-9]*)|\[([0-9]+|\*)\]", re.ASCII)


class PathConflict(ValueError):
    """Two fields cannot both be: one is inside the other's value, or a list has holes."""


def parse(text: str) -> Path | None:
    """Return a path's parts, or ``None`` if it is none."""
    if _PATH.fullmatch(text) is None:
        return None
    path = tuple(_parts(text))
    return None if any(isinstance(part, int) and part > MAX_INDEX for part in path) else path


def _parts(text: str) -> list[str | int]:
    return [name or int(index) for name, index in _PART.findall(text)]


def matches(pattern: str, path: Path) -> bool:
    """Tell whether a path is what a pattern names; ``[*]`` in it is any index."""
    parts = [name or index for name, index in _PART.findall(pattern)]
    if len(parts) != len(path):
        return False
    return all(
        wanted == "*" if isinstance(part, int) and wanted == "*" else wanted == str(part)
        for wanted, part in zip(parts, path, strict=True)
    )


def starts_with(path: Path, prefix: str) -> Path | None:
    """Return what follows a prefix, or ``None`` if the path does not begin with it."""
    parts = tuple(_parts(prefix))
    return path[len(parts) :] if path[: len(parts)] == parts else None


def nested(fields: list[tuple[Path, Any]]) -> Any:
    """Return fields as nested data.

    Raises:
        PathConflict: they do not fit together.
    """
    tree: dict[Any, Any] = {}
    for path, value in fields:
        _put(tree, path, value)
    return _plain(tree)


class _Leaf:
    """A value; a box, so that none is taken for an inner node."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _put(tree: dict[Any, Any], path: Path, value: Any) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
        if isinstance(tree, _Leaf):
            raise PathConflict("a field lies inside the plain value of another one")
    if path[-1] in tree:
        raise PathConflict("two fields have the same path, or one lies inside the other")
    tree[path[-1]] = _Leaf(value)


def _plain(node: Any) -> Any:
    if isinstance(node, _Leaf):
        return node.value
    keys = set(node)
    if not any(isinstance(key, int) for key in keys):
        return {key: _plain(child) for key, child in node.items()}
    if keys != set(range(len(keys))):
        raise PathConflict("a list begins at [0] and has no holes, and it is no mapping")
    return [_plain(node[index]) for index in range(len(keys))]
