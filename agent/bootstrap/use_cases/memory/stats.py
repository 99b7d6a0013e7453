"""Wiring of `memory stats`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.memory.stats import MemoryStats, StatsCommand, stats


def build_stats(settings: Settings) -> Callable[[StatsCommand], MemoryStats]:
    """Wire the use case."""
    return partial(stats, memory=build_memory(settings))
