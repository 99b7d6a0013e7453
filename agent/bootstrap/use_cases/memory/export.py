"""Wiring of `memory export`."""

from collections.abc import Callable, Iterator
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.memory.export import ExportCommand, export


def build_export(settings: Settings) -> Callable[[ExportCommand], Iterator[str]]:
    """Wire the use case."""
    return partial(export, memory=build_memory(settings))
