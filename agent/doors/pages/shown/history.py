"""Runs over time as bars: how many, and how many of them did not come to an output."""

from collections.abc import Iterable

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


def days_of(runs: Iterable[tuple[str, str]]) -> list[Day]:
    """Return a bar for each day on which there was a run, the earliest first.

    Args:
        runs: when each was recorded, and its status.
    """
    counts: dict[str, tuple[int, int]] = {}
    for recorded_at, status in runs:
        total, failed = counts.get(recorded_at[:10], (0, 0))
        counts[recorded_at[:10]] = total + 1, failed + (status not in ("saved", "announced"))
    most = max((total for total, _ in counts.values()), default=1)
    return [
        Day(
            day=day,
            runs=total,
            failed=failed,
            x=place * _BAR,
            height=max(2, total * _HEIGHT // most),
            failed_height=failed * _HEIGHT // most,
        )
        for place, (day, (total, failed)) in enumerate(sorted(counts.items()))
    ]
