"""Wiring of `plan`."""

from collections.abc import Callable

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.drafting import load_templates
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.plan import PlanCommand, Planned, plan
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet


def build_plan(settings: Settings, *, agent: Agent | None = None) -> Callable[[PlanCommand], Planned]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    def planned(command: PlanCommand) -> Planned:
        own = agent or build_agent(settings)
        own.begin_run()

        def templates(bundle: Bundle) -> TemplateSet | None:
            covered = own.library.covers(bundle.component.type, bundle.template_id)
            return load_templates(settings, own.library, bundle) if covered else None

        return plan(
            command,
            describe=own.runner.describe,
            library=own.library,
            templates=templates,
            complete=build_completion(settings, agent=own),
        )

    return planned
