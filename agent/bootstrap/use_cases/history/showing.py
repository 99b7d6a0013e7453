"""Wiring of `runs show`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.history.showing import show_run
from memory.records.history import ShownRun


def build_show_run(settings: Settings) -> Callable[..., ShownRun]:
    """Wire the use case."""
    return partial(show_run, memory=build_memory(settings))
