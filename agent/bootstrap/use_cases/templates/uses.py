"""Wiring of `templates show --uses`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.templates.uses import template_uses
from memory.records.templates import KnownUse


def build_template_uses(settings: Settings) -> Callable[[str], list[KnownUse]]:
    """Wire the use case."""
    return partial(template_uses, library=build_library(settings), memory=build_memory(settings))
