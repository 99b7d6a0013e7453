"""Which events are to be sent."""

from memory.records.outbox import OutboxEntry
from memory.stores.table import ALL, Kind, Table

OUTBOX = Kind(
    "outbox",
    OutboxEntry,
    lambda entry: entry.key,
    lambda entry: (ALL, ("state", entry.state), ("trace", entry.trace_id), ("run", entry.run_id)),
    stays=True,
)


class Outbox(Table[OutboxEntry]):
    """The outbox of a scope; lists are in the order in which the entries were written first.

    Whoever has sent something says so with ``replace``, which fails if somebody else has done so meanwhile.
    """

    def entries(self) -> list[OutboxEntry]:
        """Return all that is kept."""
        return self.find(*ALL, oldest_first=True)

    def pending(self, limit: int | None = None) -> list[OutboxEntry]:
        """Return what some bus still has to get; an entry that somebody broke holds up no others."""
        return self.readable("state", "pending", limit, oldest_first=True)

    def of_trace(self, trace_id: str) -> list[OutboxEntry]:
        """Return the entries of a trace."""
        return self.find("trace", trace_id, oldest_first=True)

    def of_run(self, run_id: str) -> list[OutboxEntry]:
        """Return the entries of a run."""
        return self.find("run", run_id, oldest_first=True)
