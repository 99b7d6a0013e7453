"""Wiring of `explain`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.drafting import load_templates
from agent.bootstrap.folders import build_library
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.explain import ExplainCommand, Explained, explain


def build_explain(settings: Settings, *, agent: Agent | None = None) -> Callable[[ExplainCommand], Explained]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """
    library = agent.library if agent else build_library(settings)
    return partial(
        explain,
        library=library,
        templates=lambda bundle: load_templates(settings, library, bundle),
        complete=build_completion(settings, agent=agent),
    )
