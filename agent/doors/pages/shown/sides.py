"""Two texts side by side; what is equal and far from a difference is folded."""

from collections.abc import Iterator, Sequence
from typing import Literal

from agent.doors.pages.shown.blocks import Block, blocks_of
from agent.doors.pages.shown.lines import Line, line_of
from foundation.model.base import FrozenModel

_AROUND = 3


class Row(FrozenModel):
    """One row.

    Attributes:
        kind: equal, changed on both sides, only on one, or so many equal lines that are folded.
        left: line of the earlier text.
        right: line of the later text.
        folded: number of equal lines that are not shown here.
    """

    kind: Literal["equal", "changed", "removed", "added", "folded"]
    left: Line | None = None
    right: Line | None = None
    folded: int = 0


class Sides:
    """The rows of two texts; each is made when it is asked for, so that a page of many costs what it shows.

    Args:
        earlier: text on the left.
        later: text on the right.
    """

    def __init__(self, earlier: str, later: str) -> None:
        self._left, self._right = earlier.splitlines(), later.splitlines()
        blocks = blocks_of(self._left, self._right)
        self._rows = [
            row
            for number, block in enumerate(blocks)
            for row in _places(block, first=number == 0, last=number == len(blocks) - 1)
        ]

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, start: int = 0, end: int | None = None) -> list[Row]:
        """Return some rows.

        Args:
            start: number of the first, from nothing.
            end: number behind the last; that of all by default.
        """
        return [self._row(*place) for place in self._rows[start:end]]

    def _row(self, kind: str, left: int, right: int) -> Row:
        if kind == "folded":
            return Row(kind="folded", folded=left)
        return Row.model_validate({"kind": kind, "left": _at(self._left, left), "right": _at(self._right, right)})


def _at(lines: Sequence[str], place: int) -> Line | None:
    return line_of(place + 1, lines[place]) if place >= 0 else None


#: Kind of a row, and its places in both texts: of a folded one, the number of its lines.
_Place = tuple[str, int, int]


def _places(block: Block, *, first: bool, last: bool) -> Iterator[_Place]:
    before, after = range(block.start, block.end), range(block.other_start, block.other_end)
    if block.equal:
        yield from _around(before, after, first=first, last=last)
        return
    both = min(len(before), len(after))
    yield from (("changed", one, two) for one, two in zip(before, after, strict=False))
    yield from (("removed", place, -1) for place in before[both:])
    yield from (("added", -1, place) for place in after[both:])


def _around(before: range, after: range, *, first: bool, last: bool) -> Iterator[_Place]:
    """Yield equal lines near a difference, and how many there are between; of equal texts nothing."""
    if first and last:
        return
    pairs = list(zip(before, after, strict=True))
    head, tail = 0 if first else _AROUND, 0 if last else _AROUND
    hidden = max(len(pairs) - head - tail, 0)
    near = pairs if not hidden else pairs[:head]
    yield from (("equal", *pair) for pair in near)
    if hidden:
        if not last:
            yield "folded", hidden, 0
        yield from (("equal", *pair) for pair in pairs[len(pairs) - tail :])
