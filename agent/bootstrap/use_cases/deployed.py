"""Wiring of the matrix of components."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.deployed.matrix import DeployedComponent, deployed


def build_deployed(settings: Settings) -> Callable[[str | None], list[DeployedComponent]]:
    """Wire the use case."""
    return partial(deployed, memory=build_memory(settings))
