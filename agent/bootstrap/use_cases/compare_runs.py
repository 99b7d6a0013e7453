"""Wiring of `compare_runs`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.compare_runs import CompareRunsCommand, compare_runs
from agent.use_cases.comparing.comparison import Comparison


def build_compare_runs(settings: Settings) -> Callable[[CompareRunsCommand], Comparison]:
    """Wire the use case."""
    return partial(compare_runs, memory=build_memory(settings))
