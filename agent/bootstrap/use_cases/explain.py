"""Wiring of `explain`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.drafting import load_templates
from agent.bootstrap.folders import build_library
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.explain import ExplainCommand, Explained, explain


def build_explain(settings: Settings) -> Callable[[ExplainCommand], Explained]:
    """Wire the use case."""
    library = build_library(settings)
    return partial(
        explain,
        library=library,
        templates=lambda bundle: load_templates(settings, library, bundle),
        complete=build_completion(settings),
    )
