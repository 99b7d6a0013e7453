"""What a client missed whose connection broke: it asks again from the last that it got (Last-Event-ID).

Ids are drawn at random, so that nobody can ask for the events of another's session.
"""

from collections import OrderedDict
from uuid import uuid4

from mcp.server.streamable_http import EventCallback, EventId, EventMessage, EventStore, StreamId
from mcp.types import JSONRPCMessage

#: So many of the last events are kept, of all clients together; an answer has at most some 100 kB.
_KEPT = 256


class MissedEvents(EventStore):
    """Keeps the last events of a server."""

    def __init__(self) -> None:
        self._events: OrderedDict[EventId, tuple[StreamId, JSONRPCMessage | None]] = OrderedDict()

    async def store_event(self, stream_id: StreamId, message: JSONRPCMessage | None) -> EventId:
        """See the base class; the oldest event goes."""
        event = uuid4().hex
        self._events[event] = (stream_id, message)
        while len(self._events) > _KEPT:
            self._events.popitem(last=False)
        return event

    async def replay_events_after(self, last_event_id: EventId, send_callback: EventCallback) -> StreamId | None:
        """See the base class."""
        if last_event_id not in self._events:
            return None
        stream, _ = self._events[last_event_id]
        events = list(self._events)
        for event in events[events.index(last_event_id) + 1 :]:
            own, message = self._events[event]
            if own == stream and message is not None:
                await send_callback(EventMessage(message, event))
        return stream
