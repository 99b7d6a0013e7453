"""What became of events that waited for their channels."""

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem


class RelayResult(FrozenModel):
    """What one pass over the outboxes came to.

    Attributes:
        sent: number of events that channels took, each channel counted.
        refused: number of those that a channel will never take.
        waiting: number of events that still wait, by the channel's name.
        problems: why, one for each channel.
    """

    sent: int = 0
    refused: int = 0
    waiting: dict[str, int] = {}
    problems: list[Problem] = []
