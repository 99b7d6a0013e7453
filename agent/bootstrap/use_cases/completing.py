"""Wiring of what completes the mistakes of bundles that cannot be read."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from agent.use_cases.inputs.completing import FurtherMistakes, complete
from foundation.model.errors import InputError
from foundation.model.run.request import Options

if TYPE_CHECKING:
    from agent.bootstrap.agent import Agent
    from agent.settings import Settings


def build_completion(
    settings: "Settings", *, agent: "Agent | None" = None
) -> Callable[[InputError, Options], InputError]:
    """Wire it; the agent is made when it is asked.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    def search() -> FurtherMistakes:
        from agent.bootstrap.agent import build_agent

        return (agent or build_agent(settings)).runner.further_mistakes

    return partial(complete, search=search)
