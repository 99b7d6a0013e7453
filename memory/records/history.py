"""What memory tells of runs, put together for whoever asks."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from foundation.model.run.request import GenerationResult
from memory.records.outbox import OutboxEntry
from memory.records.runs import RunRecord, RunSummary


class KnownRun(FrozenModel):
    """A run, and in whose memory it is.

    Attributes:
        tenant: the tenant.
        run: its record.
    """

    tenant: str
    run: RunRecord


class ListedRun(FrozenModel):
    """A run in a list, and in whose memory it is.

    Attributes:
        tenant: the tenant.
        run: what the list tells of it.
    """

    tenant: str
    run: RunSummary


class ListedRuns(FrozenModel):
    """A list of runs.

    Attributes:
        runs: the newest first.
        notices: what could not be read, and was passed over.
    """

    runs: list[ListedRun]
    notices: list[Finding] = []


class ShownRun(KnownRun):
    """A run with what else memory knows of it.

    Attributes:
        outbox: its events, and how far each channel has got with them.
        kept: whether the bytes of its artifacts are in memory.
        restored: id of the run whose artifacts it put back, if it did and memory knows that run.
    """

    outbox: list[OutboxEntry] = []
    kept: bool = False
    restored: str | None = None


class FileDifference(FrozenModel):
    """A file that is another one than it was."""

    path: str
    kind: Literal["added", "changed", "removed"]


class Rebuilt(FrozenModel):
    """What came of a recorded request that was compiled once more.

    Attributes:
        before: the recorded run.
        result: the new one.
        differences: the files that differ, by their paths.
        changed: what has changed since: bundle, templates, policies, schemas, agent, Helm; nothing, if that is not
            known.
    """

    before: KnownRun
    result: GenerationResult
    differences: list[FileDifference] = []
    changed: list[str] | None = None

    @property
    def same(self) -> bool:
        """Whether the bytes are those of then."""
        return self.result.artifacts is not None and not self.differences
