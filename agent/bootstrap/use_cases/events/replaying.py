"""Wiring of `events replay`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.channels import build_channels
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.events.replaying import ReplayCommand, replay_events


def build_replay_events(settings: Settings) -> Callable[[ReplayCommand], int]:
    """Wire the use case."""
    channels = [channel.name for channel in build_channels(settings)]
    return partial(replay_events, memory=build_memory(settings), channels=channels)
