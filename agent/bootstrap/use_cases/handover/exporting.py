"""Wiring of `runs export`."""

from collections.abc import Callable
from functools import partial
from typing import Any

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.handover.exporting import ExportedRun, ExportRunCommand, PackedRun, export_run, packed_run


def build_export_run(settings: Settings, *, agent: Agent | None = None) -> Callable[[ExportRunCommand], ExportedRun]:
    """Wire the use case; the agent is made when there is something to compile.

    Args:
        settings: the settings, seen by whoever asks.
        agent: the agent of a process that lives on; by default one is made.
    """
    return partial(export_run, **_collaborators(settings, agent))


def build_packed_run(settings: Settings, *, agent: Agent | None = None) -> Callable[..., PackedRun]:
    """Wire what gives a run as one file.

    Args:
        settings: the settings, seen by whoever asks.
        agent: the agent of a process that lives on; by default one is made.
    """
    return partial(packed_run, **_collaborators(settings, agent))


def _collaborators(settings: Settings, agent: Agent | None) -> dict[str, Any]:
    library = agent.library if agent else build_library(settings)
    return {
        "memory": build_memory(settings),
        "preview": lambda request: (agent or build_agent(settings)).runner.preview(request),
        "git_path": lambda: library.policy.naming.git_path,
    }
