"""The lines of an events file: whether all of them are events of ours, and where the next one goes."""

import json
import re
from typing import IO, get_args

from foundation.model.base import FrozenModel
from foundation.model.events import EventName

_NAMES = frozenset(get_args(EventName))
#: How a line of ours begins; what a run that was killed wrote of one begins so too.
_BEGINNINGS = tuple(f'{{"event": "{name}"'.encode() for name in _NAMES)
#: The same with other space, as some program may have written it anew.
_BEGINNING = re.compile(rb'\s*\{\s*"event"\s*:\s*"(%s)"' % b"|".join(name.encode() for name in _NAMES))
#: Bytes of the longest line that is read as one.
_LONGEST = 64 * 1024 * 1024


class ForeignLineError(Exception):
    """A line is no event of ours, so that the file is somebody else's.

    Args:
        number: one-based number of the line.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"its line {number} is no event of ours")
        self.number = number


class End(FrozenModel):
    """Where the next event goes.

    Attributes:
        size: bytes to keep: what a killed run wrote of a line is no event, and goes.
        newline: whether the last line has to be ended first.
    """

    size: int
    newline: bool


def end_of_events(file: IO[bytes]) -> End:
    """Read an events file.

    Args:
        file: the file, at its beginning.

    Raises:
        ForeignLineError: it holds something else than our events.
        OSError: it cannot be read.
    """
    size = number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if line.endswith(b"\n"):
            if not _is_ours(line):
                raise ForeignLineError(number)
            size += len(line)
        elif _is_event(line):
            return End(size=size + len(line), newline=True)
        elif line.strip(b"\0") == b"" or line.startswith(_BEGINNINGS) or _is_begun(line):
            return End(size=size, newline=False)
        else:
            raise ForeignLineError(number)
    return End(size=size, newline=False)


def _is_ours(line: bytes) -> bool:
    return not line.strip() or _BEGINNING.match(line) is not None or _is_event(line)


def _is_begun(line: bytes) -> bool:
    return any(beginning.startswith(line) for beginning in _BEGINNINGS)


def _is_event(line: bytes) -> bool:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("event") in _NAMES
