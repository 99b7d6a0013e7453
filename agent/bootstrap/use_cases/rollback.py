"""Wiring of `rollback`."""

from collections.abc import Callable
from functools import partial
from typing import TextIO

from agent.bootstrap.use_cases.recorded import recorded_collaborators
from agent.settings import Settings
from agent.use_cases.rollback import RollbackCommand, rollback
from foundation.model.run.publication import Publication


def build_rollback(
    settings: Settings, folder: str, *, event_stream: TextIO | None = None
) -> Callable[[RollbackCommand], Publication]:
    """Wire the use case; see ``recorded_collaborators``."""
    return partial(rollback, **recorded_collaborators(settings, folder, event_stream))
