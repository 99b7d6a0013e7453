"""Wiring of `events drop`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.events.dropping import drop_events


def build_drop_events(settings: Settings) -> Callable[[str], int]:
    """Wire the use case."""
    return partial(drop_events, memory=build_memory(settings))
