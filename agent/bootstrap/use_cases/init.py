"""Wiring of `init`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.bootstrap.use_cases.schema import build_schema
from agent.settings import Settings
from agent.use_cases.init import Ask, FirstBundle, InitCommand, init


def build_init(settings: Settings, *, ask: Ask | None) -> Callable[[InitCommand], FirstBundle]:
    """Wire the use case.

    Args:
        settings: the settings.
        ask: asks for what is not said; nobody can be asked if ``None``.
    """
    return partial(init, library=build_library(settings), schema=partial(build_schema(), "bundle"), ask=ask)
