"""Wiring of `runs list`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.history.listing import ListRunsCommand, list_runs
from memory.records.history import ListedRuns


def build_list_runs(settings: Settings) -> Callable[[ListRunsCommand], ListedRuns]:
    """Wire the use case."""
    return partial(list_runs, memory=build_memory(settings))
