"""How much work waits for a fleet, and who is at it."""

from datetime import datetime
from typing import NamedTuple


class WorkerAtWork(NamedTuple):
    """A worker of the fleet.

    Attributes:
        name: its name.
        last_seen: when it was heard of last.
    """

    name: str
    last_seen: datetime


class Load(NamedTuple):
    """How much work there is.

    Attributes:
        waiting: pieces that no worker has taken up.
        running: pieces that workers are at.
        later: pieces that are to be tried again at some time.
    """

    waiting: int
    running: int
    later: int
