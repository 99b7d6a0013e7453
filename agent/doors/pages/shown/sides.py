"""Two texts side by side; what is equal and far from a difference is folded."""

import difflib
from collections.abc import Iterator
from typing import Literal

from agent.doors.pages.shown.lines import Line, lines_of
from foundation.model.base import FrozenModel

_AROUND = 3
#: Texts with more lines are compared by their lines in order alone; the exact way takes too long for them.
_LONG = 20_000


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


def side_by_side(earlier: str, later: str) -> list[Row]:
    """Return the rows of two texts.

    Args:
        earlier: text on the left.
        later: text on the right.
    """
    # Only what differs is shown, so that no line needs to be left out beforehand.
    left, right = lines_of(earlier, most=None), lines_of(later, most=None)
    texts = [line.text for line in left], [line.text for line in right]
    matcher = difflib.SequenceMatcher(None, *texts, autojunk=max(map(len, texts)) > _LONG)
    rows: list[Row] = []
    for group in matcher.get_grouped_opcodes(_AROUND):
        before = group[0][1] - (rows[-1].left.number if rows and rows[-1].left else 0)
        if before > 0:
            rows.append(Row(kind="folded", folded=before))
        for tag, start, end, other, last in group:
            rows += _rows(tag, left[start:end], right[other:last])
    return rows


def _rows(tag: str, left: list[Line], right: list[Line]) -> Iterator[Row]:
    if tag == "equal":
        yield from (Row(kind="equal", left=one, right=two) for one, two in zip(left, right, strict=True))
        return
    both = min(len(left), len(right))
    yield from (Row(kind="changed", left=left[place], right=right[place]) for place in range(both))
    yield from (Row(kind="removed", left=line) for line in left[both:])
    yield from (Row(kind="added", right=line) for line in right[both:])
