"""Measurements of a process that works for another one: they go back to it with its results."""

from collections import deque
from collections.abc import Iterable

from agent.telemetry.measurements import Measurement

#: What nobody fetches is dropped, the oldest first.
_carried: deque[Measurement] = deque(maxlen=50_000)


def carry(measurements: Iterable[Measurement]) -> None:
    """Keep measurements until they are fetched."""
    _carried.extend(measurements)


def drain() -> list[Measurement]:
    """Return what was measured in this process since the last time, for the one that it works for."""
    taken = list(_carried)
    _carried.clear()
    return taken
