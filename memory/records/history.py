"""What memory tells of runs, put together for whoever asks."""

from foundation.model.base import FrozenModel
from memory.records.outbox import OutboxEntry
from memory.records.runs import RunRecord


class KnownRun(FrozenModel):
    """A run, and in whose memory it is.

    Attributes:
        tenant: the tenant.
        run: its record.
    """

    tenant: str
    run: RunRecord


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
