"""Wiring of runs by day."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.history.days import CountDaysCommand, DayCount, count_days


def build_count_days(settings: Settings) -> Callable[[CountDaysCommand], list[DayCount]]:
    """Wire the use case."""
    return partial(count_days, memory=build_memory(settings))
