"""Wiring of what drops dead letters."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.dead_letters.dropping import drop_dead_letter, drop_dead_letters
from memory.records.dead_letters import ListedLetter


def build_drop_dead_letters(settings: Settings) -> Callable[..., int]:
    """Wire the use case."""
    return partial(drop_dead_letters, memory=build_memory(settings))


def build_drop_dead_letter(settings: Settings) -> Callable[[ListedLetter], bool]:
    """Wire what takes one away that was found."""
    return partial(drop_dead_letter, memory=build_memory(settings))
