"""Wiring of the look whether requests can be answered."""

from collections.abc import Callable

from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.readiness import require_ready


def build_readiness_check(settings: Settings) -> Callable[[], None]:
    """Wire the use case; the templates are read anew each time."""
    memory = build_memory(settings)
    return lambda: require_ready(memory=memory, library=build_library(settings))
