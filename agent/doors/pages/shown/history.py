"""Runs over time as bars: how many, and how many of them did not come to an output."""

from collections.abc import Sequence

from agent.use_cases.history.days import DayCount
from foundation.model.base import FrozenModel

_HEIGHT = 80
_BAR = 14


class Day(FrozenModel):
    """Runs of one day.

    Attributes:
        day: the day, UTC, ISO 8601.
        runs: their number.
        failed: how many were refused, blocked or failed.
        x: where the bar begins.
        height: how high it is.
        failed_height: how much of that is of those that failed.
    """

    day: str
    runs: int
    failed: int
    x: int
    height: int
    failed_height: int


def days_of(counted: Sequence[DayCount]) -> list[Day]:
    """Return a bar for each day, in their order.

    Args:
        counted: how many runs there were on each.
    """
    most = max((one.runs for one in counted), default=0) or 1
    return [
        Day(
            **one.model_dump(),
            x=place * _BAR,
            height=max(2, one.runs * _HEIGHT // most) if one.runs else 0,
            failed_height=one.failed * _HEIGHT // most,
        )
        for place, one in enumerate(counted)
    ]
