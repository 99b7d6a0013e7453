"""Wiring of `republish`."""

from collections.abc import Callable
from functools import partial
from typing import TextIO

from agent.bootstrap.use_cases.recorded import recorded_collaborators
from agent.settings import Settings
from agent.use_cases.recorded.output_folder import OutputFolder
from agent.use_cases.republish import RepublishCommand, republish
from foundation.model.run.publication import Publication


def build_republish(
    settings: Settings, folder: str, *, event_stream: TextIO | None = None
) -> Callable[[RepublishCommand], Publication]:
    """Wire the use case; see ``recorded_collaborators``."""
    return partial(republish, **recorded_collaborators(settings, OutputFolder(folder), event_stream))
