"""Which trace led to which artifacts."""

from foundation.model.run.trace import KnownTrace
from memory.stores.table import ALL, Kind, Table

TRACES = Kind(
    "trace",
    KnownTrace,
    lambda known: f"{known.trace_id}/{known.component}",
    lambda known: (ALL, ("trace", known.trace_id), ("component", known.component)),
)


class Traces(Table[KnownTrace]):
    """The trace map of a scope."""

    def newest(self) -> list[KnownTrace]:
        """Return everything that is known, the newest first."""
        return _newest_first(self.find(*ALL))

    def of_trace(self, trace_id: str) -> list[KnownTrace]:
        """Return what is known of a trace, a record for each of its components, the newest first."""
        return _newest_first(self.find("trace", trace_id))

    def of_component(self, component: str) -> list[KnownTrace]:
        """Return the traces that a component was generated for, the newest first."""
        return _newest_first(self.find("component", component))


def _newest_first(known: list[KnownTrace]) -> list[KnownTrace]:
    """Sort by the time that the records name, which an import keeps; of one time by component."""
    by_name = sorted(known, key=lambda record: (record.component, record.trace_id))
    return sorted(by_name, key=lambda record: record.recorded_at, reverse=True)
