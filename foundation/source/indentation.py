"""Keys that stand too far left or right: valid ones, only not where their indentation puts them."""

from collections.abc import Iterator

from pydantic import BaseModel

from foundation.model.errors import Problem
from foundation.source.known_keys import valid_names
from foundation.source.tree import Document, Path, dotted, inside, shown

_UNKNOWN, _NO_MAPPING = "unknown-key", "wrong-type"


def tell_indentation(model: type[BaseModel], document: Document, by_path: dict[Path, dict[str, Problem]]) -> None:
    """Say of unknown keys that their indentation is wrong, where another one would make them known.

    Keys that belong to what stands before them are one mistake, told at the first of them.

    Args:
        model: the class wanted.
        document: where everything stands.
        by_path: the mistakes by path and code; it is changed.
    """
    owned: dict[Path, list[Path]] = {}
    unknown = [path for path, found in by_path.items() if _UNKNOWN in found and document.assignment(path) is None]
    for path in sorted(unknown, key=lambda path: document.key_positions.get(path, (0, 0))):
        owner = _owner(model, document, path, unknown)
        if owner is not None:
            owned.setdefault(owner, []).append(path)
        elif (outer := _outer(model, path)) is not None:
            where = f"beside {outer[-1]}, with its indentation"
            remedy = f"It is a key of {dotted(outer[:-1]) or 'the whole document'}: move it out, {where}."
            by_path[path][_UNKNOWN] = by_path[path][_UNKNOWN].model_copy(update={"remedy": remedy})
    for owner, paths in owned.items():
        first, *_ = [by_path[path].pop(_UNKNOWN) for path in paths]
        by_path[paths[0]][_UNKNOWN] = first.model_copy(update=_too_far_left(document, owner, paths))
        by_path.get(owner, {}).pop(_NO_MAPPING, None)


def _too_far_left(document: Document, owner: Path, paths: list[Path]) -> dict[str, str]:
    names, one = ", ".join(shown(str(path[-1])) for path in paths), len(paths) == 1
    inner = [position for path, position in document.key_positions.items() if path[:-1] == owner]
    deep = f"by {min(inner)[1] - 1} spaces" if inner else "by two spaces more"
    return {
        "message": f"the indentation is wrong: {names} {'belongs' if one else 'belong'} to {shown(dotted(owner))}",
        "remedy": f"Indent {'it' if one else 'them'} {deep}.",
    }


def _owner(model: type[BaseModel], document: Document, path: Path, unknown: list[Path]) -> Path | None:
    """Return the path of the value before a key, passing over other unknown ones, if the key is valid in it."""
    *around, key = path
    here = document.key_positions.get(path)
    if here is None:
        return None
    before = [
        (position, sibling)
        for sibling, position in document.key_positions.items()
        if list(sibling[:-1]) == around and position < here and sibling not in unknown
    ]
    if not before:
        return None
    _, sibling = max(before)
    value = inside(document.data, sibling)
    owner = (*sibling, len(value) - 1) if isinstance(value, list) and value else sibling
    held = inside(document.data, owner)
    return owner if (held is None or isinstance(held, dict)) and key in valid_names(model, owner) else None


def _outer(model: type[BaseModel], path: Path) -> Path | None:
    """Return the path of the innermost value around a key, beside which the key would be valid."""
    return next((around for around in _around(path) if path[-1] in valid_names(model, around[:-1])), None)


def _around(path: Path) -> Iterator[Path]:
    for length in range(len(path) - 1, 0, -1):
        if isinstance(path[length - 1], str):
            yield path[:length]
