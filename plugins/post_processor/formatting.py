"""Formatting the text of a chart template without changing what it renders to."""

from collections.abc import Iterator

from foundation.model.expressions import expression

#: What formatted text does not have: a byte-order mark, other line ends, blanks at the ends of lines, empty lines in a
#: row.
_UNFORMATTED = ("\ufeff", "\r", " \n", "\t\n", "\n\n\n")
_BLOCK_SCALAR = expression(r"(?:^|[:\-]|\s)[ \t]*[|>][+-]?[1-9]?[+-]?[ \t]*(?:#.*)?$")

#: Go's raw strings, and block scalars that keep the empty lines behind them.
_EXACT = expression(r"`|[|>][1-9]?\+")


def formatted(text: str) -> str:
    """Return a template without needless blanks and empty lines, with plain line ends and one of them at its end.

    Where white space may be content it stays: in block scalars, with the empty lines of quoted scalars over several
    lines, and in all of a text with Go's raw strings or with scalars that keep the empty lines behind them.

    Args:
        text: YAML with Helm's expressions in it.
    """
    if _is_formatted(text):
        return text
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _EXACT.search(plain):
        return plain
    lines = plain.split("\n")
    spans_lines = any(line.count('"') % 2 or line.count("'") % 2 for line in lines)
    return "\n".join(_compressed(lines, keep_empty=spans_lines)).strip("\n") + "\n"


def _is_formatted(text: str) -> bool:
    if not text.endswith("\n") or text.startswith("\n") or text.endswith("\n\n"):
        return False
    return not any(mark in text for mark in _UNFORMATTED)


def _compressed(lines: list[str], *, keep_empty: bool) -> Iterator[str]:
    """Drop blanks at line ends, and empty lines after the first in a row; block scalars stay as they are."""
    inside: int | None = None
    before = ""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and (not line.strip() or indent > inside):
            yield line
            continue
        inside = None
        line = line.rstrip(" \t")
        if line or before or keep_empty:
            yield line
        before = line
        if _BLOCK_SCALAR.search(line):
            inside = indent
