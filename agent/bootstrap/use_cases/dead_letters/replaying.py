"""Wiring of what takes dead letters up once more."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.use_cases.fleet.accepting import build_accept
from agent.use_cases.dead_letters.replaying import replay_dead_letter
from agent.use_cases.fleet.job import Job
from agent.use_cases.incoming.accept import AcceptCommand
from memory.records.dead_letters import ListedLetter


def build_replay_dead_letter(agent: Agent) -> Callable[[ListedLetter], list[Job]]:
    """Wire the use case: whoever replays may speak for every tenant.

    Args:
        agent: the agent of a process that lives on.
    """
    accept = build_accept(agent)
    return partial(
        replay_dead_letter, accept=lambda event, channel: accept(AcceptCommand(event=event, channel=channel))
    )
