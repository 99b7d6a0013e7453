"""Wiring of `plan`."""

from collections.abc import Callable

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.plan import PlanCommand, Planned, plan


def build_plan(settings: Settings, *, agent: Agent | None = None) -> Callable[[PlanCommand], Planned]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    def planned(command: PlanCommand) -> Planned:
        own = agent or build_agent(settings)
        own.begin_run()
        complete = build_completion(settings, agent=own)
        return plan(command, describe=own.runner.describe, library=own.library, complete=complete)

    return planned
