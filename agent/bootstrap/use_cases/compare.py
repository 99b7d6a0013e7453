"""Wiring of `compare`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.compare import CompareCommand, Compared, compare


def build_compare(settings: Settings, *, agent: Agent | None = None) -> Callable[[CompareCommand], Compared]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """
    return partial(
        compare,
        generate=lambda request: (agent or build_agent(settings)).runner.generate(request),
        complete=build_completion(settings, agent=agent),
        memory=build_memory(settings),
    )
