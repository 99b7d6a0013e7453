"""How results reach stdout: JSON for programs, a tree for people."""

import json
import sys
from textwrap import indent
from typing import Any, Self


def write_json(content: Any) -> None:
    """Write JSON to stdout."""
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def write_tree(root: str, paths: list[str]) -> None:
    """Write paths as a tree to stdout."""
    nested: dict[str, Any] = {}
    for path in paths:
        level = nested
        for part in path.split("/"):
            level = level.setdefault(part, {})
    sys.stdout.write(f"{root}\n")
    _write_level(nested, "")


def _write_level(level: dict[str, Any], before: str) -> None:
    entries = sorted(level.items(), key=lambda entry: (not entry[1], entry[0]))
    for number, (name, inner) in enumerate(entries, 1):
        last = number == len(entries)
        sys.stdout.write(f"{before}{'└── ' if last else '├── '}{name}\n")
        _write_level(inner, before + ("    " if last else "│   "))


class JsonWriter:
    """Writes results to stdout as JSON, each as it comes: a list of many, or one by itself.

    Args:
        many: whether they are a list, be it of one.
        wanted: whether anything is written.
    """

    def __init__(self, *, many: bool, wanted: bool) -> None:
        self._many = many and wanted
        self._wanted = wanted
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._many:
            sys.stdout.write("\n]\n" if self._written else "[]\n")

    def write(self, content: Any) -> None:
        """Write one of them."""
        if not self._wanted:
            return
        if not self._many:
            write_json(content)
            return
        text = json.dumps(content, indent=2, ensure_ascii=False)
        sys.stdout.write((",\n" if self._written else "[\n") + indent(text, "  "))
        self._written += 1
