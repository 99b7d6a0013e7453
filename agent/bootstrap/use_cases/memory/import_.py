"""Wiring of `memory import`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.memory.import_ import ImportCommand, Imported, import_memory


def build_import(settings: Settings) -> Callable[[ImportCommand], Imported]:
    """Wire the use case."""
    return partial(import_memory, memory=build_memory(settings))
