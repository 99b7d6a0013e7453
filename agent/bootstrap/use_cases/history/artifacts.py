"""Wiring of `runs artifacts`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.history.artifacts import RunArtifactsCommand, run_artifacts
from foundation.model.run.artifacts import Artifact


def build_run_artifacts(settings: Settings) -> Callable[[RunArtifactsCommand], list[Artifact]]:
    """Wire the use case."""
    return partial(run_artifacts, memory=build_memory(settings))
