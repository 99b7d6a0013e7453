"""Wiring of `retry`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.retry import RetryCommand, retry
from foundation.model.run.request import GenerationResult


def build_retry(settings: Settings, *, agent: Agent) -> Callable[[RetryCommand], GenerationResult]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on.
    """
    return partial(
        retry,
        memory=build_memory(settings),
        generate=agent.runner.generate,
        digest=agent.request_digest,
        basis=lambda: agent.request_digest.basis,
    )
