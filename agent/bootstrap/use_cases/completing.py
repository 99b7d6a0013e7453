"""Wiring of what completes the mistakes of bundles that cannot be read."""

from functools import partial
from typing import TYPE_CHECKING

from agent.use_cases.inputs.completing import Complete, Search, complete
from foundation.model.errors import AgentError

if TYPE_CHECKING:
    from agent.bootstrap.agent import Agent
    from agent.settings import Settings


def build_completion(settings: "Settings", *, agent: "Agent | None" = None) -> Complete:
    """Wire it; the agent is made only where something of the bundles could be read.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    def search() -> Search | None:
        from agent.bootstrap.agent import build_agent

        try:
            own = agent or build_agent(settings)
        except AgentError:  # what is known of the bundles matters more than what keeps the agent from being made
            return None
        return own.runner.further_mistakes

    return partial(complete, search=search)
