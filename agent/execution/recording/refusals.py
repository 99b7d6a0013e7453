"""Keeps the events of bundles that are refused before there is a run, until every channel has them."""

from collections.abc import Callable, Sequence

from foundation.model.errors import AgentError
from foundation.model.events import Event
from memory.memory import ScopedMemory
from memory.records.outbox import Delivery, OutboxEntry


class RefusalOutbox:
    """The outbox of what belongs to no run.

    Args:
        memory: memory of the tenant that is taken where none is known.
        now: UTC time, ISO 8601.
        report: takes the message of a memory that cannot be used.
    """

    def __init__(self, memory: ScopedMemory, now: Callable[[], str], report: Callable[[str], None]) -> None:
        self._memory = memory
        self._now = now
        self._report = report
        self._entry: OutboxEntry | None = None

    def keep(self, events: Sequence[Event], buses: Sequence[str]) -> bool:
        """See ``Outbox.keep``."""
        deliveries = {bus: Delivery() for bus in buses}
        entry = OutboxEntry(
            run_id="refused", trace_id="", events=list(events), deliveries=deliveries, recorded_at=self._now()
        )
        try:
            self._memory.outbox.put(entry)
        except AgentError as error:
            self._report(str(error))
            return False
        self._entry = entry
        return True

    def sent(self, bus: str) -> None:
        """See ``Outbox.sent``."""
        if self._entry is None:
            return
        done = {**self._entry.deliveries, bus: Delivery(sent=len(self._entry.events))}
        self._entry = self._entry.model_copy(update={"deliveries": done})
        try:
            self._memory.outbox.put(self._entry)
        except AgentError as error:
            self._report(str(error))
