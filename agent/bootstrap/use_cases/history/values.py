"""Wiring of the values of a run."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.drafting import load_templates
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.history.values import RunValues, run_values


def build_run_values(settings: Settings) -> Callable[[str, str | None], RunValues]:
    """Wire the use case.

    Args:
        settings: the settings, seen by whoever asks.
    """
    library = build_library(settings)
    return partial(
        run_values,
        memory=build_memory(settings),
        library=library,
        templates=lambda bundle: load_templates(settings, library, bundle),
    )
