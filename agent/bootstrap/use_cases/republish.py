"""Wiring of `republish`."""

from collections.abc import Callable
from functools import cache, partial
from typing import TextIO

from agent.bootstrap.agent import build_agent
from agent.bootstrap.events import announce_rejection
from agent.bootstrap.gate_setup import policies_of
from agent.settings import Settings
from agent.use_cases.recorded.output_folder import OutputFolder
from agent.use_cases.republish import RepublishCommand, republish
from foundation.model.run.publication import Publication


def build_republish(
    settings: Settings, folder: str, *, event_stream: TextIO | None = None
) -> Callable[[RepublishCommand], Publication]:
    """Wire the use case; the agent is made when the record is found to be in order.

    Args:
        settings: the settings.
        folder: the output folder to publish from.
        event_stream: text stream that gets the events too.
    """
    agent = cache(partial(build_agent, settings, event_stream=event_stream))
    return partial(
        republish,
        source=OutputFolder(folder),
        policies=lambda: policies_of(agent().library),
        publish=lambda publishing: agent().publisher.publish(publishing),
        reject=partial(announce_rejection, settings, event_stream=event_stream),
    )
