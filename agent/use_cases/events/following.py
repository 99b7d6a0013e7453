"""Events as they are announced, for whoever watches: new ones, and those since the last one that was seen."""

from collections.abc import Callable, Iterator
from itertools import dropwhile
from typing import Any

from agent.use_cases.history.finding import tenants_asked
from foundation.model.base import FrozenModel
from foundation.model.events import EventName
from memory.memory import Memory
from memory.records.outbox import OutboxEntry
from memory.stores.outbox import Outbox
from memory.stores.table import ALL
from plugins.event_emitter.cloud_events import cloud_event

#: So many entries are read at first; twice as many after that.
_AT_FIRST = 4
#: Whoever was away for more entries of a tenant than that gets the newest of them.
_MOST = 1_000


class EventPlace(FrozenModel):
    """A place among the events: that of one of them.

    Attributes:
        recorded_at: when its run was recorded.
        tenant: in whose memory it is.
        entry: name of the entry of the outbox that it is in.
        number: its number in the entry.
    """

    recorded_at: str
    tenant: str
    entry: str
    number: int


class Announced(FrozenModel):
    """An event that was announced.

    Attributes:
        place: its place.
        name: its name.
        event: the event as a CloudEvent.
    """

    place: EventPlace
    name: EventName
    event: dict[str, Any]


class Follower:
    """Gives events in the order of each tenant, every one at least once; their ids tell those that come twice.

    Args:
        memory: the memory.
        tenant: whose; everybody's by default.
        trace_id: of which trace; of all by default.
        after: the last one that was seen; by default those that come from now on are given.
    """

    def __init__(
        self, memory: Memory, tenant: str | None = None, trace_id: str | None = None, after: EventPlace | None = None
    ) -> None:
        self._memory = memory
        self._tenant = tenant
        self._trace = trace_id
        self._after = after
        self._last: dict[str, str] = {}
        if after is None:
            newest = ((name, memory.of(name).outbox.find(*ALL, 1)) for name in tenants_asked(tenant, memory))
            self._last = {name: entry.key for name, found in newest for entry in found}

    def following(self) -> list[Announced]:
        """Return what has been announced since the last call.

        Raises:
            OutsideError: memory cannot be read.
        """
        found = [one for name in tenants_asked(self._tenant, self._memory) for one in self._of_tenant(name)]
        self._after = None
        return [one for one in found if self._trace in (None, one.event["data"].get("trace_id"))]

    def _of_tenant(self, name: str) -> list[Announced]:
        outbox, is_known = self._memory.of(name).outbox, self._is_known(name)
        newest = outbox.find(*ALL, 1)
        if not newest:
            return []
        self._last[name] = newest[0].key
        entries = [] if is_known(newest[0]) else _newer(outbox, is_known, newest[0].key)
        return [one for entry in entries for one in _announced(name, entry) if self._is_new(one.place)]

    def _is_known(self, name: str) -> Callable[[OutboxEntry], bool]:
        last, after = self._last.get(name), self._after
        if last is not None or after is None:
            return lambda entry: entry.key == last
        # Of one moment all are given again: which of two tenants' came first, nobody knows.
        return lambda entry: entry.recorded_at < after.recorded_at

    def _is_new(self, place: EventPlace) -> bool:
        after = self._after
        if after is None or (place.tenant, place.entry) != (after.tenant, after.entry):
            return True
        return place.number > after.number


def _newer(outbox: Outbox, is_known: Callable[[OutboxEntry], bool], newest: str) -> list[OutboxEntry]:
    """Return the entries from the newest to the first that is known, the oldest first."""
    number = _AT_FIRST
    while True:
        read = list(dropwhile(lambda entry: entry.key != newest, found := outbox.find(*ALL, number)))
        known = next((place for place, entry in enumerate(read) if is_known(entry)), None)
        if known is not None or len(found) < number or number >= _MOST:
            return read[:known][::-1]
        number *= 2


def _announced(tenant: str, entry: OutboxEntry) -> Iterator[Announced]:
    for number, event in enumerate(entry.events):
        place = EventPlace(recorded_at=entry.recorded_at, tenant=tenant, entry=entry.key, number=number)
        yield Announced(
            place=place, name=event.event, event=cloud_event(event).model_dump(mode="json", exclude_none=True)
        )
