"""Files that hold other files as they are: a chart's archive has every file of the chart in it once more."""

from collections.abc import Iterator, Mapping

#: Bytes between two of the other files, or before the first, and the number of the file that follows.
Repeats = list[tuple[int, int]]
#: What is shorter takes as much room to name as to write.
_SHORTEST = 128


def without_repeats(content: bytes, others: Mapping[int, bytes]) -> tuple[bytes, Repeats]:
    """Take other files out of a file that holds them.

    Args:
        content: the file.
        others: the other files by number.

    Returns:
        What is left, and what stood where.
    """
    left: list[bytes] = []
    repeats: Repeats = []
    end = 0
    for start, number in sorted(_places(content, others)):
        if start >= end:
            left.append(content[end:start])
            repeats.append((start - end, number))
            end = start + len(others[number])
    return b"".join([*left, content[end:]]), repeats


def _places(content: bytes, others: Mapping[int, bytes]) -> Iterator[tuple[int, int]]:
    """Yield where other files stand, and their numbers; they are nearly always in the same order."""
    behind = 0
    for number, other in others.items():
        begin = other[:_SHORTEST]  # looking for that alone takes a tenth of the time
        if len(begin) < _SHORTEST:
            continue
        start = content.find(begin, behind)
        start = content.find(begin) if start < 0 else start
        if start >= 0 and content.startswith(other, start):
            yield start, number
            behind = start + len(other)


def with_repeats(left: bytes, repeats: Repeats, others: Mapping[int, bytes]) -> bytes:
    """Return the file of what ``without_repeats`` gave.

    Raises:
        KeyError: a file that stood in it is not there.
    """
    parts: list[bytes] = []
    end = 0
    for gap, number in repeats:
        parts += [left[end : end + gap], others[number]]
        end += gap
    return b"".join([*parts, left[end:]])
