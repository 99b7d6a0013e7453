"""Wiring of what follows events."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.events.following import Follower


def build_follower(settings: Settings) -> Callable[..., Follower]:
    """Wire what follows events."""
    return partial(Follower, build_memory(settings))
