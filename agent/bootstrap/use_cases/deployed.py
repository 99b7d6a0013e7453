"""Wiring of the matrix of components."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.deployed.matrix import Deployments, deployed


def build_deployed(settings: Settings) -> Callable[[str | None], Deployments]:
    """Wire the use case."""
    library = build_library(settings)
    return partial(deployed, memory=build_memory(settings), promotion=lambda: library.policy.delivery.promotion)
