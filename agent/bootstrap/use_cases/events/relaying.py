"""Wiring of `events relay`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.bootstrap.relay import build_relay
from agent.settings import Settings
from agent.use_cases.events.relaying import relay_events
from foundation.model.run.relayed import RelayResult


def build_relay_events(settings: Settings) -> Callable[..., RelayResult]:
    """Wire the use case."""
    return partial(relay_events, memory=build_memory(settings), relay=build_relay(settings))
