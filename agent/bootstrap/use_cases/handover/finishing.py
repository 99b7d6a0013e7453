"""Wiring of `runs finish`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.use_cases.retry import build_retry
from agent.settings import Settings
from agent.use_cases.handover.finishing import FinishCommand, finish_run
from agent.use_cases.retrying.retry import Retried


def build_finish_run(settings: Settings, *, agent: Agent | None = None) -> Callable[[FinishCommand], Retried]:
    """Wire the use case.

    Args:
        settings: the settings, seen by whoever asks.
        agent: the agent of a process that lives on; by default one is made.
    """
    return partial(finish_run, retry=build_retry(settings, agent=agent))
