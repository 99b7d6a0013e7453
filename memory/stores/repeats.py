"""Files that hold other files as they are: a chart's archive has every file of the chart in it once more."""

from collections.abc import Mapping

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
    # Looking for the beginning alone takes a tenth of the time.
    begins = [(content.find(other[:_SHORTEST]), number) for number, other in others.items() if len(other) >= _SHORTEST]
    found = [(start, number) for start, number in begins if start >= 0 and content.startswith(others[number], start)]
    left: list[bytes] = []
    repeats: Repeats = []
    end = 0
    for start, number in sorted(found):
        if start >= end:
            left.append(content[end:start])
            repeats.append((start - end, number))
            end = start + len(others[number])
    return b"".join([*left, content[end:]]), repeats


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
