"""What a new run would change: its files as a unified diff, and all of it as plain data."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from agent.reporting.counts import counted
from agent.reporting.mistakes import printable
from foundation.model.findings import Finding
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Meaning


def changes_data(changes: Sequence[Change], meaning: Meaning, refused: Sequence[Finding]) -> dict[str, Any]:
    """Return what would change as plain data.

    Args:
        changes: the files that differ.
        meaning: what that changes in the objects.
        refused: what of it an API server refuses.
    """
    return {
        "differences": [difference.model_dump() for difference in meaning.differences],
        "folded": meaning.folded.model_dump() if meaning.folded else None,
        "refused": [finding.model_dump(exclude_none=True) for finding in refused],
        "files": [change.model_dump() for change in changes],
    }


def changes_text(changes: Sequence[Change], folder: str) -> str:
    """Return the differences of every file that differs in more than the id of the run, fit for a terminal.

    Args:
        changes: the files that differ.
        folder: the output folder, as the user named it.
    """
    lines = (line for change in changes if not change.of_run_alone for line in _difference(change, folder))
    return "".join(map(printable, lines))


def _difference(change: Change, folder: str) -> Iterator[str]:
    return difflib.unified_diff(
        change.before.splitlines(keepends=True),
        change.after.splitlines(keepends=True),
        fromfile=f"{folder}/{change.path}" if change.kind != "added" else "/dev/null",
        tofile=f"{folder}/{change.path}" if change.kind != "removed" else "/dev/null",
    )


def of_run_alone_text(changes: Sequence[Change]) -> str:
    """Return a line that counts the files in which only the id of the run differs; empty if there are none."""
    alone = sum(change.of_run_alone for change in changes)
    return f"{counted(alone, 'more file')} would change in factory_execution_id alone\n" if alone else ""
