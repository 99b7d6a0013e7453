"""Texts as numbered lines, some of them marked."""

from collections.abc import Iterable

from foundation.model.base import FrozenModel
from foundation.source.tree import shown

#: Longer lines are cut: a page must stay readable.
_LONGEST = 2_000
#: Of a text with more lines, these are shown; the whole of it can be downloaded.
MOST_LINES = 20_000


class Line(FrozenModel):
    """One line.

    Attributes:
        number: its number, from one.
        text: its text; characters that act on the reader are replaced.
        marked: what is wrong in it, by number in the list of findings.
    """

    number: int
    text: str
    marked: list[int] = []


def lines_of(text: str, marks: Iterable[tuple[int, int]] = (), most: int | None = MOST_LINES) -> list[Line]:
    """Return the lines of a text.

    Args:
        text: the text.
        marks: numbers of lines with the number of the finding that is about each.
        most: so many of them; all, if there is no number.
    """
    by_line: dict[int, list[int]] = {}
    for line, finding in marks:
        by_line.setdefault(line, []).append(finding)
    rows = text.splitlines()[:most]
    return [
        Line(number=number, text=_cut(row), marked=by_line.get(number, [])) for number, row in enumerate(rows, start=1)
    ]


def _cut(text: str) -> str:
    kept = text[:_LONGEST]
    # Spaces and tabs are layout; all other characters that are not printed as they are are replaced.
    safe = "".join(sign if sign in " \t" or sign.isprintable() else shown(sign) for sign in kept)
    return safe + (" …" if len(text) > _LONGEST else "")
