"""Events that are to be sent, and how far each bus has got with them."""

from collections.abc import Collection
from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import Said
from foundation.model.events import Event


class Delivery(FrozenModel):
    """How far a bus has got with the events of an entry.

    Attributes:
        sent: number of events that it took, from the first on.
        attempts: how often sending was tried and failed since the last success.
        next_at: before this nothing is tried; UTC, ISO 8601; empty for at once.
        problem: why the last attempt failed.
        refused: ids of events among the first that it will never take; they are kept, and can be sent again by hand.
    """

    sent: int = 0
    attempts: int = 0
    next_at: str = ""
    problem: Said = ""
    refused: list[str] = []


class OutboxEntry(FrozenModel):
    """The events of one run, in their order, for every bus that is to get them.

    Attributes:
        run_id: the run.
        trace_id: its trace; entries of one trace are sent in their order. Empty if there is none.
        events: the events.
        deliveries: how far each bus has got, by the bus's name.
        recorded_at: when it was written; UTC, ISO 8601.
    """

    run_id: str
    trace_id: str
    events: list[Event]
    deliveries: dict[str, Delivery]
    recorded_at: str

    @property
    def key(self) -> str:
        """Its name: the same events of the same run are the same entry."""
        return f"{self.run_id}/{json_digest([event.id for event in self.events]).removeprefix('sha256:')[:16]}"

    @property
    def state(self) -> Literal["pending", "delivered"]:
        """Whether a bus still has to get any of it."""
        return "pending" if self.waiting else "delivered"

    @property
    def waiting(self) -> list[str]:
        """The buses that have not got all of it."""
        return [bus for bus, delivery in self.deliveries.items() if delivery.sent < len(self.events)]

    def taken_by(self, buses: Collection[str]) -> "OutboxEntry":
        """Return the entry as it is when some buses have got all of it.

        Args:
            buses: their names; those that were not to get it count for nothing.
        """
        done = {bus: Delivery(sent=len(self.events)) for bus in self.waiting if bus in buses}
        return self.model_copy(update={"deliveries": self.deliveries | done})


class ListedEntry(FrozenModel):
    """An entry of the outbox, and whose it is.

    Attributes:
        tenant: owning tenant.
        entry: the events of one run, and how far each channel has got.
    """

    tenant: str
    entry: OutboxEntry
