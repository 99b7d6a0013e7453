"""Where two lists of lines are equal and where they differ, in a time that grows with their length alone.

Lines that stand once in each of them, in the same order, hold both together (as in "patience" differences); what stands
between two of these is compared line by line, as long as that does not take too many comparisons in all. Objects of
Kubernetes are full of equal lines, which other ways compare each with each.
"""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: So many pairs of lines are compared between lines that hold both together; what is more counts as changed.
_MOST_PAIRS = 2_000_000
#: So many in one place.
_PAIRS_AT_ONCE = 100_000


class Block(NamedTuple):
    """A stretch of both lists.

    Attributes:
        equal: whether they are the same there.
        start: where it begins in the earlier list.
        end: where it ends there.
        other_start: where it begins in the later list.
        other_end: where it ends there.
    """

    equal: bool
    start: int
    end: int
    other_start: int
    other_end: int


def blocks_of(earlier: Sequence[str], later: Sequence[str]) -> list[Block]:
    """Return the stretches of two lists of lines, equal and different ones by turns.

    Args:
        earlier: the lines of one.
        later: the lines of the other.
    """
    equal = sorted({*_equal_pairs(earlier, later)})
    blocks: list[Block] = []
    at, other = 0, 0
    for start, other_start in [*equal, (len(earlier), len(later))]:
        if (start, other_start) != (at, other):
            blocks.append(Block(False, at, start, other, other_start))
        if start == len(earlier) or other_start == len(later):
            continue
        if blocks and blocks[-1].equal and (start, other_start) == (at, other):
            last = blocks.pop()
            blocks.append(Block(True, last.start, start + 1, last.other_start, other_start + 1))
        else:
            blocks.append(Block(True, start, start + 1, other_start, other_start + 1))
        at, other = start + 1, other_start + 1
    return blocks


def _equal_pairs(earlier: Sequence[str], later: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield places of equal lines that are in the same order in both lists."""
    head = _same(earlier, later)
    tail = _same(earlier[head:][::-1], later[head:][::-1])
    ends = len(earlier) - tail, len(later) - tail
    yield from ((place, place) for place in range(head))
    yield from zip(range(ends[0], len(earlier)), range(ends[1], len(later)), strict=True)
    left, at = _MOST_PAIRS, (head - 1, head - 1)
    for held in [*_held(earlier[head : ends[0]], later[head : ends[1]], head), ends]:
        between = earlier[at[0] + 1 : held[0]], later[at[1] + 1 : held[1]]
        pairs = len(between[0]) * len(between[1])
        if 0 < pairs <= min(left, _PAIRS_AT_ONCE):
            left -= pairs
            for start, other, size in difflib.SequenceMatcher(None, *between).get_matching_blocks():
                yield from ((at[0] + 1 + start + step, at[1] + 1 + other + step) for step in range(size))
        if held != ends:
            yield held
        at = held


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines at the beginning are the same."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _held(earlier: Sequence[str], later: Sequence[str], offset: int) -> list[tuple[int, int]]:
    """Return places of lines that stand once in each list and in the same order in both, as many as there can be."""
    once = {line for line, number in Counter(earlier).items() if number == 1}
    places = {line: place for place, line in enumerate(earlier) if line in once}
    counts = Counter(later)
    pairs = [(places[line], place) for place, line in enumerate(later) if line in places and counts[line] == 1]
    # The longest rising sequence: of each length, the one that ends lowest is gone on with.
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for number, (place, _) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1], last[length : length + 1] = [place], [number]
    found: list[tuple[int, int]] = []
    number_or_none = last[-1] if last else None
    while number_or_none is not None:
        place, other = pairs[number_or_none]
        found.append((place + offset, other + offset))
        number_or_none = before[number_or_none]
    return found[::-1]
