"""Wiring of `events list`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.events.listing import list_events
from memory.records.outbox import ListedEntry


def build_list_events(settings: Settings) -> Callable[..., list[ListedEntry]]:
    """Wire the use case."""
    return partial(list_events, memory=build_memory(settings))
