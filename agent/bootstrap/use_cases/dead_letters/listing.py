"""Wiring of what finds dead letters."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.dead_letters.finding import find_dead_letters, list_dead_letters
from memory.records.dead_letters import ListedLetter


def build_list_dead_letters(settings: Settings) -> Callable[..., list[ListedLetter]]:
    """Wire the use case."""
    return partial(list_dead_letters, memory=build_memory(settings))


def build_find_dead_letters(settings: Settings) -> Callable[..., list[ListedLetter]]:
    """Wire what finds them by their ids."""
    return partial(find_dead_letters, memory=build_memory(settings))
