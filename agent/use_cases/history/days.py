"""Runs by day: how many there were on each, and how many of them did not come to an output."""

from datetime import date

from agent.use_cases.history.finding import tenants_asked
from foundation.model.base import FrozenModel
from memory.memory import Memory


class CountDaysCommand(FrozenModel):
    """Which days.

    Attributes:
        last: the last of them, UTC.
        number: so many.
        tenant: whose runs; everybody's by default.
    """

    last: date
    number: int = 30
    tenant: str | None = None


class DayCount(FrozenModel):
    """Runs of one day.

    Attributes:
        day: the day, UTC, ISO 8601.
        runs: their number.
        failed: how many were refused, blocked or failed.
    """

    day: str
    runs: int
    failed: int


def count_days(command: CountDaysCommand, *, memory: Memory) -> list[DayCount]:
    """Count the runs of each day, the earliest first; no run is read for that.

    Args:
        command: which days.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    begin = command.last.toordinal() - command.number + 1
    days = [date.fromordinal(max(begin + place, 1)).isoformat() for place in range(command.number)]
    counted = [memory.of(tenant).runs.on_days(days) for tenant in tenants_asked(command.tenant, memory)]
    return [_day(day, [counts[place] for counts in counted]) for place, day in enumerate(days)]


def _day(day: str, counts: list[tuple[int, int]]) -> DayCount:
    failed = sum(wrong for _, wrong in counts)
    return DayCount(day=day, runs=failed + sum(made for made, _ in counts), failed=failed)
