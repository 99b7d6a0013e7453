"""How much work waits for a fleet."""

from typing import NamedTuple


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
