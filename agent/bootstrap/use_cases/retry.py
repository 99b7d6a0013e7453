"""Wiring of `retry`."""

from collections.abc import Callable
from functools import cache, partial
from typing import TextIO

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.folders import build_library
from agent.bootstrap.leave import build_leave
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.retrying.retry import Retried, RetryCommand, retry


def build_retry(
    settings: Settings, *, agent: Agent | None = None, event_stream: TextIO | None = None
) -> Callable[[RetryCommand], Retried]:
    """Wire the use case; the agent is made when it is known that there is something to run.

    Args:
        settings: the settings, seen by whoever asks (``Settings.seen_by``).
        agent: the agent of a process that lives on; by default one is made.
        event_stream: text stream that gets the events too.
    """
    library = agent.library if agent else build_library(settings)
    own = cache(lambda: agent or build_agent(settings, event_stream=event_stream))
    return partial(
        retry,
        memory=build_memory(settings),
        generate=lambda request: own().runner.generate(request),
        preview=lambda request: own().runner.preview(request),
        complete=build_completion(settings, agent=agent),
        digest=lambda request: own().request_digest(request),
        basis=lambda: own().request_digest.basis,
        leave=build_leave(settings, lambda: library),
    )
