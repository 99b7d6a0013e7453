"""Earlier runs and their files, a line each, and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.model.run.artifacts import Artifact
from foundation.source.tree import shown
from memory.records.history import ListedRun


def runs_text(found: Sequence[ListedRun]) -> str:
    """Return a line for each run: its id, kind and status, what of whom it made, its trace, and when."""
    return columns([_cells(one) for one in found])


def _cells(one: ListedRun) -> list[str]:
    run = one.run
    version, trace = run.chart_version or "-", run.trace_id or "-"
    return [run.run_id, run.kind, run.status, run.component, one.tenant, version, trace, run.recorded_at]


def runs_data(found: Sequence[ListedRun]) -> list[dict[str, Any]]:
    """Return what `runs list` tells of runs as plain data."""
    return [{**one.run.model_dump(mode="json"), "tenant": one.tenant} for one in found]


def artifacts_text(files: Sequence[Artifact]) -> str:
    """Return a line for each file: its SHA-256, its size in bytes, its path."""
    width = max((len(str(len(file.content))) for file in files), default=0)
    return "".join(f"{file.digest}  {len(file.content):>{width}}  {shown(file.path)}\n" for file in files)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines whose cells stand below each other.

    Args:
        rows: the cells of each.
    """
    safe = [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*safe, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in safe)
    return "".join(f"{line.rstrip()}\n" for line in lines)
