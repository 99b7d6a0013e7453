"""Wiring of `rollback`."""

from collections.abc import Callable
from functools import partial
from typing import TextIO

from agent.bootstrap.agent import Agent
from agent.bootstrap.folders import build_library
from agent.bootstrap.leave import build_leave
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.recorded import recorded_collaborators
from agent.settings import Settings
from agent.use_cases.recorded.memory_artifacts import MemoryArtifacts, WantedState
from agent.use_cases.recorded.output_folder import OutputFolder
from agent.use_cases.recorded.source import RecordedArtifacts
from agent.use_cases.rollback import RollbackCommand, rollback
from foundation.model.run.publication import Publication


def build_rollback(
    settings: Settings,
    earlier: str | WantedState,
    *,
    event_stream: TextIO | None = None,
    agent: Agent | None = None,
) -> Callable[[RollbackCommand], Publication]:
    """Wire the use case; see ``recorded_collaborators``.

    Args:
        settings: the settings.
        earlier: the folder of the earlier output, or the state that memory holds.
        event_stream: text stream that gets the events too.
        agent: the agent of a process that lives on; by default one is made.
    """
    source: RecordedArtifacts = (
        OutputFolder(earlier) if isinstance(earlier, str) else MemoryArtifacts(earlier, build_memory(settings))
    )
    leave = build_leave(settings, lambda: agent.library if agent else build_library(settings))
    return partial(rollback, **recorded_collaborators(settings, source, event_stream, agent), leave=leave)
