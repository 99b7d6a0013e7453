"""Paths as a tree."""

from collections.abc import Iterator, Sequence
from typing import Any


def tree_text(root: str, paths: Sequence[str]) -> str:
    """Return paths as a tree, as people draw it.

    Args:
        root: what stands at its top.
        paths: paths below it, with slashes.
    """
    nested: dict[str, Any] = {}
    for path in paths:
        level = nested
        for part in path.split("/"):
            level = level.setdefault(part, {})
    return "".join(f"{line}\n" for line in [root, *_lines(nested, "")])


def _lines(level: dict[str, Any], indent: str) -> Iterator[str]:
    entries = sorted(level.items(), key=lambda entry: (not entry[1], entry[0]))
    for number, (name, inner) in enumerate(entries, 1):
        last = number == len(entries)
        yield f"{indent}{'└── ' if last else '├── '}{name}"
        yield from _lines(inner, indent + ("    " if last else "│   "))
