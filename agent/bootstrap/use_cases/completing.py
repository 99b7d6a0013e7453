"""Wiring of what completes the mistakes of bundles that cannot be read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from foundation.model.errors import AgentError, InputError
from foundation.model.run.request import Options
from foundation.source.salvage import rest_of

if TYPE_CHECKING:
    from agent.bootstrap.agent import Agent
    from agent.settings import Settings


def build_completion(
    settings: "Settings", *, agent: "Agent | None" = None
) -> Callable[[InputError, Options], InputError]:
    """Wire it; the agent is made only where something of the bundles could be read.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    def complete(error: InputError, options: Options) -> InputError:
        rest, problems = rest_of(error), list(error.problems)
        if not rest:
            return error
        try:
            from agent.bootstrap.agent import build_agent

            runner = (agent or build_agent(settings)).runner
        except AgentError:  # what is known of the bundles matters more than what keeps the agent from being made
            return error
        for salvaged in rest:
            problems += runner.further_mistakes(salvaged.source.request(options), salvaged.left_out, problems)
        return type(error)(*problems)

    return complete
