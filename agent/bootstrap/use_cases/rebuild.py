"""Wiring of `rebuild`."""

from collections.abc import Callable
from functools import cache, partial
from typing import TextIO

from agent.bootstrap.agent import build_agent
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.rebuild import RebuildCommand, rebuild
from memory.records.history import Rebuilt


def build_rebuild(settings: Settings, *, event_stream: TextIO | None = None) -> Callable[[RebuildCommand], Rebuilt]:
    """Wire the use case; the agent is made when it is known that there is something to compile.

    Args:
        settings: the settings.
        event_stream: text stream that gets the events too.
    """
    agent = cache(partial(build_agent, settings, event_stream=event_stream))
    return partial(
        rebuild,
        memory=build_memory(settings),
        generate=lambda request: agent().runner.generate(request),
        digest=lambda request: agent().request_digest(request),
        basis=lambda: agent().request_digest.basis,
    )
