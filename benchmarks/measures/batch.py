"""Whole batches: many bundles at once, and the same again."""

import os
import shutil

from benchmarks.figures import Figure
from benchmarks.measuring import Cost, cost_of, program
from benchmarks.workspace import Workspace

_BUNDLES, _ENVIRONMENTS, _RUNS = 200, 3, 3


def batch_figures(workspace: Workspace) -> list[Figure]:
    """Return the cost of a batch, and of the same batch when nothing has changed."""
    size, cores = f"{_BUNDLES} bundles x {_ENVIRONMENTS} environments", os.cpu_count() or 1
    first = batch_cost(workspace, _BUNDLES, _ENVIRONMENTS, runs=_RUNS)
    again = _again(workspace, _BUNDLES, _ENVIRONMENTS)
    return [
        Figure("batch", f"{size}, {cores} processors, start included", first, first.wall, "s", aim=8),
        Figure("batch_again", "the same again, unchanged", again, again.wall, "s", aim=2.5),
    ]


def batch_cost(workspace: Workspace, count: int, environments: int, runs: int = 1) -> Cost:
    """Return what a whole process costs that generates some bundles anew."""
    output = workspace.folder / f"batch-{count}-{environments}"
    return cost_of(
        _command(workspace, count, environments),
        runs=runs,
        warm=False,
        environment=workspace.environment,
        before=lambda: shutil.rmtree(output, ignore_errors=True),
    )


def _again(workspace: Workspace, count: int, environments: int) -> Cost:
    command = _command(workspace, count, environments)
    return cost_of(command, runs=_RUNS, warm=False, environment=workspace.environment)


def _command(workspace: Workspace, count: int, environments: int) -> list[str]:
    bundles = workspace.bundle_folder(f"batch-{count}-{environments}", count, environments)
    return [program(), "generate", str(bundles), "-q", "-o", str(workspace.folder / f"batch-{count}-{environments}")]
