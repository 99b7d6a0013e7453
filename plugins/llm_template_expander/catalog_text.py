"""A catalog's text with new entries, and nothing else changed: comments, order, line ends and blank lines stay."""

import re
import textwrap
from typing import Any

from foundation.source.emit import to_yaml

#: Where a block ends at the latest: another key of the document, or the document's end.
_NEXT = re.compile(r"[A-Za-z\"']|\.\.\.|---")


def with_entries(text: str, chart: dict[str, Any], resources: dict[str, Any]) -> str:
    """Return a catalog's text with one chart template more, and its resources.

    Only catalogs that are written in blocks can take something; whoever calls reads the result again to see.

    Args:
        text: the catalog.
        chart: the new entry of ``charts``.
        resources: new entries of ``resources`` by id.
    """
    crlf = "\r\n" in text
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    lines = _extended(lines, "charts", to_yaml([chart]), empty="[]")
    lines = _extended(lines, "resources", to_yaml(resources) if resources else "", empty="{}")
    return ("\r\n" if crlf else "\n").join([*lines, ""])


def _extended(lines: list[str], key: str, entries: str, *, empty: str) -> list[str]:
    """Put entries at the end of a key's block; a key that is missing is added."""
    form = re.compile(rf"{key}:[ \t]*({re.escape(empty)})?[ \t]*(#.*)?")
    start = next((index for index, line in enumerate(lines) if form.fullmatch(line)), None)
    if start is None:
        return [*lines, f"{key}:" if entries else f"{key}: {empty}", *textwrap.indent(entries, "  ").splitlines()]
    if not entries:
        return lines
    end = next((index for index in range(start + 1, len(lines)) if _NEXT.match(lines[index])), len(lines))
    # Blank lines and comments before the next key are about what follows.
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    head = re.sub(rf"(:[ \t]*){re.escape(empty)}", r"\1", lines[start]).rstrip()
    written = textwrap.indent(entries, _indentation(lines[start + 1 : end])).splitlines()
    return [*lines[:start], head, *lines[start + 1 : end], *written, *lines[end:]]


def _indentation(block: list[str]) -> str:
    """Return how far the entries of a block stand from the edge."""
    first = next((line for line in block if line.strip() and not line.lstrip().startswith("#")), "  ")
    return first[: len(first) - len(first.lstrip(" "))] if first.strip() else first
