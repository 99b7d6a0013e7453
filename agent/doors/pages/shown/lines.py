"""Texts as numbered lines, some of them marked."""

from collections.abc import Iterable, Sequence

from agent.doors.pages.shown.highlight import pieces_of
from foundation.model.base import FrozenModel
from foundation.source.tree import shown

#: Longer lines are cut: a page must stay readable.
_LONGEST = 2_000
#: A page has so many lines of a text, or rows of a difference; the others are on further pages.
PAGE = 2_000
#: Of a long text, so many lines are shown before and after one that something was found in.
_AROUND = 5


class Line(FrozenModel):
    """One line.

    Attributes:
        number: its number, from one.
        pieces: its text in pieces, each with its class in the style sheet; characters that act on the reader are
            replaced.
        marked: what is wrong in it, by number in the list of findings.
    """

    number: int
    pieces: list[tuple[str, str]]
    marked: list[int] = []

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(text for _, text in self.pieces)


class Part(FrozenModel):
    """A part of a text that is one page.

    Attributes:
        lines: its lines.
        all: number of all lines of the text.
        earlier: number of the line with which the part before it begins, if there is one.
        later: number of the line with which the part behind it begins, if there is one.
    """

    lines: list[Line]
    all: int
    earlier: int | None = None
    later: int | None = None


def line_of(number: int, text: str, marked: Sequence[int] = (), *, highlighted: bool = True) -> Line:
    """Return a line.

    Args:
        number: its number, from one.
        text: its text.
        marked: what is wrong in it, by number in the list of findings.
        highlighted: whether it is shown in colours.
    """
    safe = _cut(text)
    return Line(number=number, pieces=pieces_of(safe) if highlighted else [("", safe)], marked=[*marked])


def lines_of(text: str, marks: Iterable[tuple[int, int]] = (), *, near: bool = False) -> list[Line]:
    """Return the lines of a text; of a long one those around the marked lines, or its first ones if none is marked.

    Args:
        text: the text.
        marks: numbers of lines with the number of the finding that is about each.
        near: whether a short text is shown around the marked lines alone, too.
    """
    by_line, rows = _by_line(marks), text.splitlines()
    numbers: Iterable[int] = range(1, len(rows) + 1)
    if by_line and (near or len(rows) > PAGE):
        around = {number for line in by_line for number in range(line - _AROUND, line + _AROUND + 1)}
        numbers = sorted(around & {*numbers})
    return [line_of(number, rows[number - 1], by_line.get(number, [])) for number in [*numbers][:PAGE]]


def part_of(text: str, first: int, marks: Iterable[tuple[int, int]] = (), *, highlighted: bool = True) -> Part:
    """Return a page of a text.

    Args:
        text: the text.
        first: number of the line with which it begins; a text that has fewer begins at its beginning.
        marks: numbers of lines with the number of the finding that is about each.
        highlighted: whether lines are shown in colours.
    """
    by_line, rows = _by_line(marks), text.splitlines()
    begin = first if 1 <= first <= len(rows) else 1
    lines = [
        line_of(number, row, by_line.get(number, []), highlighted=highlighted)
        for number, row in enumerate(rows[begin - 1 : begin - 1 + PAGE], start=begin)
    ]
    end = begin + PAGE
    return Part(
        lines=lines,
        all=len(rows),
        earlier=max(1, begin - PAGE) if begin > 1 else None,
        later=end if end <= len(rows) else None,
    )


def _by_line(marks: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    by_line: dict[int, list[int]] = {}
    for line, finding in marks:
        by_line.setdefault(line, []).append(finding)
    return by_line


def _cut(text: str) -> str:
    kept = text[:_LONGEST]
    if not kept.replace("\t", " ").isprintable():
        # Spaces and tabs are layout; all other characters that are not printed as they are are replaced.
        kept = "".join(sign if sign in " \t" or sign.isprintable() else shown(sign) for sign in kept)
    return kept + (" …" if len(text) > _LONGEST else "")
