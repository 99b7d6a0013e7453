"""Wiring of `compare_with_run`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.compare_with_run import CompareWithRunCommand, compare_with_run
from agent.use_cases.comparing.comparison import Comparison


def build_compare_with_run(settings: Settings) -> Callable[[CompareWithRunCommand], Comparison]:
    """Wire the use case."""
    return partial(compare_with_run, memory=build_memory(settings))
