"""What every place for log lines does, and what brings them there without letting anybody wait."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread
from typing import Protocol

from foundation.model.errors import AgentError

#: Lines that wait at most; of more, the oldest are lost.
MOST_WAITING = 20_000
#: Lines that are sent together at most.
_TOGETHER = 500
#: Seconds between two attempts, and those that the end of a process waits for the last one.
_PAUSE, _LAST = 1.0, 3.0


class LineSink(Protocol):
    """Takes log lines."""

    def send(self, lines: Sequence[str]) -> None:
        """Take lines; when this returns, they are there.

        Args:
            lines: JSON objects.

        Raises:
            AgentError: they were not taken.
        """
        ...


class Background:
    """Brings lines to a place from a thread of its own.

    Args:
        sink: the place.
        lost: is told the first time that the place does not take them, and of lines that are lost at last.
        most: how many lines wait at most.
    """

    def __init__(self, sink: LineSink, lost: Callable[[str], None], most: int = MOST_WAITING) -> None:
        self._sink = sink
        self._lost = lost
        self._waiting: deque[str] = deque(maxlen=most)
        self._dropped = self._under_way = 0
        self._is_told = False
        self._lock, self._closing = Lock(), Event()
        self._thread = Thread(target=self._run, name="log lines", daemon=True)
        self._thread.start()

    def write(self, line: str) -> None:
        """Take a line."""
        with self._lock:
            self._dropped += len(self._waiting) == self._waiting.maxlen
            self._waiting.append(line)

    def close(self) -> None:
        """Bring what waits, if that does not take too long."""
        self._closing.set()
        self._thread.join(_LAST)
        with self._lock:
            lost, self._dropped = len(self._waiting) + self._under_way + self._dropped, 0
            self._waiting.clear()
        if lost:
            self._lost(f"{lost} log lines were lost")

    def _run(self) -> None:
        while not self._closing.wait(_PAUSE):
            self._bring()
        self._bring()

    def _bring(self) -> None:
        while lines := self._next():
            try:
                self._sink.send(lines)
            except Exception as error:  # whatever a client library comes up with, it is no reason to lose lines
                self._put_back(lines)
                if not self._is_told:
                    self._is_told = True
                    self._lost(_told(error))
                return
            self._under_way, self._is_told = 0, False

    def _next(self) -> list[str]:
        with self._lock:
            lines = [self._waiting.popleft() for _ in range(min(_TOGETHER, len(self._waiting)))]
            self._under_way = len(lines)
            return lines

    def _put_back(self, lines: list[str]) -> None:
        with self._lock:
            room = (self._waiting.maxlen or 0) - len(self._waiting)
            self._dropped += max(len(lines) - room, 0)
            self._waiting.extendleft(reversed(lines[-room:] if room else []))
            self._under_way = 0


def _told(error: Exception) -> str:
    """Return what is told of a place that does not take lines: how to mend it as well, where that is known."""
    if isinstance(error, AgentError):
        return "; ".join(f"{problem.message} ({problem.code}). {problem.remedy}" for problem in error.problems)
    return f"log lines: {type(error).__name__}"
