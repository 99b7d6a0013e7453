"""Wiring of `compare`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import build_agent
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.compare import CompareCommand, Compared, compare


def build_compare(settings: Settings) -> Callable[[CompareCommand], Compared]:
    """Wire the use case."""
    return partial(
        compare,
        generate=lambda request: build_agent(settings).runner.generate(request),
        complete=build_completion(settings),
        memory=build_memory(settings),
    )
