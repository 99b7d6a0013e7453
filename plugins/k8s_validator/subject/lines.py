"""The line of a value, without parsing the text again.

A parser that keeps positions costs more than all rules together. Manifests are nearly always in block
style, where indentation alone tells where a value stands. What this module is not sure of it leaves
to the parser: text over several lines in quotes, collections in brackets over several lines, anchors.
"""

import re
from functools import lru_cache

from foundation.model.expressions import expression
from foundation.source.tree import Path

#: Number of the line, its indentation, its text without it.
Row = tuple[int, int, str]
#: Positions of the first row and of the row after the last.
Range = tuple[int, int]

_KEY = expression(r"""(?:"((?:[^"\\])*)"|'([^']*)'|([^\s"'#&*!|>%@`{}\[\],?-][^\s:#]*|-[^\s:#]+)) *:(?: +(.*))?""")
_COMMENT = expression(r" +#.*")
_UNSURE = expression(
    r"""(?:^|[:\-])[ ]+(?:
            "(?:[^"\\\n]|\\.)*$ | '(?:[^'\n]|'')*$      # text in quotes that goes on below
            | [{\[](?!.*[}\]][ ]*(?:\#.*)?$)            # brackets that close further down
            | [&*!]                                     # anchors, aliases, tags
        )
        | ^[{\["'%] | ^[ ]*(?:-[ ]+)*\?(?:[ ]|$) | \t  # JSON, directives, keys of their own, tabs
    """,
    re.VERBOSE,
)


#: Longer lines are not kept.
_LONGEST_KEPT = 500


def _is_unsure(line: str) -> bool:
    return _is_unsure_kept(line) if len(line) <= _LONGEST_KEPT else _UNSURE.search(line) is not None


@lru_cache(maxsize=16_384)
def _is_unsure_kept(line: str) -> bool:
    """Look at a line once: manifests of all environments and components have most of theirs in common."""
    return _UNSURE.search(line) is not None


class _Unclear(Exception):
    """Only a parser can tell."""


class Lines:
    """The lines of a file.

    Args:
        text: the file's text.
    """

    def __init__(self, text: str) -> None:
        self._rows: list[Row] = []
        self._documents: list[Range] = []
        self._sure = not any(map(_is_unsure, set(text.split("\n"))))
        if self._sure:
            self._read(text)

    def _read(self, text: str) -> None:
        start = 0
        for number, line in enumerate(text.split("\n"), 1):
            content = line.lstrip(" ")
            if line.startswith(("---", "...")):
                self._close(start)
                start = len(self._rows)
                self._sure = self._sure and not line[3:].partition("#")[0].strip()
            elif content and not content.startswith("#") and content != "\r":
                self._rows.append((number, len(line) - len(content), content.rstrip()))
        self._close(start)

    def _close(self, start: int) -> None:
        if len(self._rows) > start:
            self._documents.append((start, len(self._rows)))
            # A document that is a single scalar may be null, and so none that counts.
            self._sure = self._sure and (len(self._rows) > start + 1 or ":" in self._rows[start][2])

    def find(self, index: int, path: Path) -> int | None:
        """Return the one-based line of a value, or of what comes nearest above it.

        Args:
            index: number of the document in the file, from 0; empty ones do not count.
            path: path of the value.

        Returns:
            The line, or ``None`` if only a parser can tell.
        """
        if not self._sure or index >= len(self._documents):
            return None
        try:
            return self._walk(self._documents[index], path)
        except _Unclear:
            return None

    def _walk(self, place: Range, path: Path) -> int:
        line, dash = self._rows[place[0]][0], 0
        for part in path:
            found = self._entry(place, dash, part) if isinstance(part, int) else self._value(place, dash, part)
            if found is None:
                return line
            line, place, dash = found
            if place[0] >= place[1]:
                return line
        return line

    def _value(self, place: Range, dash: int, key: str) -> tuple[int, Range, int] | None:
        """Find a key of a block mapping.

        Args:
            place: rows of the mapping.
            dash: column of the first row's text, if a dash stands before it.
            key: the key.

        Returns:
            Line of the value, rows of it if it goes on below, and a dash's column in these.
        """
        indent = dash or self._rows[place[0]][1]
        for position in range(*place):
            _, found, content = self._row(position, place, dash)
            if found > indent or (found == indent and self._is_item(position, indent) and not dash):
                continue  # part of the value before
            match = _KEY.fullmatch(content)
            if match is None or found < indent:
                raise _Unclear
            if key in (match[1], match[2], match[3]):
                return self._after(position, place[1], indent, _COMMENT.sub("", f" {match[4] or ''}").strip())
        return None

    def _after(self, position: int, end: int, indent: int, rest: str) -> tuple[int, Range, int]:
        line = self._rows[position][0]
        inside = self._inside(position + 1, end, indent)
        if rest or inside[0] == inside[1]:
            return line, (end, end), 0  # the value is on the line itself
        return self._rows[inside[0]][0], inside, 0

    def _inside(self, start: int, end: int, indent: int) -> Range:
        """Return the rows that belong to a key: those further in, and a list that is not."""
        last = start
        while last < end and (self._rows[last][1] > indent or self._is_item(last, indent)):
            last += 1
        return start, last

    def _is_item(self, position: int, indent: int) -> bool:
        _, found, content = self._rows[position]
        return found == indent and (content == "-" or content.startswith("- "))

    def _entry(self, place: Range, dash: int, wanted: int) -> tuple[int, Range, int] | None:
        """Find an entry of a block list."""
        indent = dash or self._rows[place[0]][1]
        starts = [position for position in range(*place) if self._is_item(position, indent)]
        if dash or not starts or starts[0] != place[0]:
            raise _Unclear
        if wanted >= len(starts):
            return None
        start, end = starts[wanted], (starts[wanted + 1] if wanted + 1 < len(starts) else place[1])
        line, _, content = self._rows[start]
        inner = content[1:].lstrip(" ")
        if not inner:
            return (self._rows[start + 1][0], (start + 1, end), 0) if start + 1 < end else (line, (end, end), 0)
        return line, (start, end), indent + len(content) - len(inner)

    def _row(self, position: int, place: Range, dash: int) -> Row:
        """Return a row; the first one of a list's entry without its dash."""
        number, indent, content = self._rows[position]
        return (number, dash, content[dash - indent :]) if dash and position == place[0] else (number, indent, content)
