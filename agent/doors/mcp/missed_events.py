"""What a client missed whose connection broke: it asks again from the last that it got (Last-Event-ID).

Streams are called as the requests that they answer, which are numbered alike in every session; so each session finds
its own events alone.
"""

from collections import OrderedDict
from typing import NamedTuple
from uuid import uuid4

from mcp.server.streamable_http import EventCallback, EventId, EventMessage, EventStore, StreamId
from mcp.types import JSONRPCMessage, JSONRPCResponse

#: So many of the last events are kept, of all sessions together, and no more than have so many characters: an answer
#: has some 100 kB, and the file of a run, which is read as a resource, some megabytes.
_KEPT, _KEPT_CHARACTERS = 256, 32 * 1024 * 1024


class _Event(NamedTuple):
    session: str
    stream: StreamId
    message: JSONRPCMessage | None


class MissedEvents:
    """Keeps the last events of a server."""

    def __init__(self) -> None:
        self._events: OrderedDict[EventId, _Event] = OrderedDict()
        self._characters = 0

    def of_a_session(self) -> EventStore:
        """Return what keeps the events of one more session."""
        return _OfSession(self, uuid4().hex)

    def keep(self, event: _Event) -> EventId:
        """Keep an event; the oldest ones go. Return its id.

        Args:
            event: the event.
        """
        name = uuid4().hex
        self._events[name] = event
        self._characters += _size(event.message)
        while len(self._events) > _KEPT or self._characters > _KEPT_CHARACTERS:
            _, oldest = self._events.popitem(last=False)
            self._characters -= _size(oldest.message)
        return name

    def since(self, session: str, last: EventId) -> tuple[StreamId, list[EventMessage]] | None:
        """Return the stream of an event, and what came on it since; nothing, if it is none of the session's.

        Args:
            session: the session that asks.
            last: the event.
        """
        known = self._events.get(last)
        if known is None or known.session != session:
            return None
        names = list(self._events)
        since = ((name, self._events[name]) for name in names[names.index(last) + 1 :])
        own = [(name, one.message) for name, one in since if (one.session, one.stream) == (session, known.stream)]
        return known.stream, [EventMessage(message, name) for name, message in own if message is not None]


class _OfSession(EventStore):
    """Keeps the events of one session.

    Args:
        missed: where.
        session: what tells it from others.
    """

    def __init__(self, missed: MissedEvents, session: str) -> None:
        self._missed = missed
        self._session = session

    async def store_event(self, stream_id: StreamId, message: JSONRPCMessage | None) -> EventId:
        """See the base class."""
        return self._missed.keep(_Event(self._session, stream_id, message))

    async def replay_events_after(self, last_event_id: EventId, send_callback: EventCallback) -> StreamId | None:
        """See the base class."""
        found = self._missed.since(self._session, last_event_id)
        if found is None:
            return None
        stream, events = found
        for event in events:
            await send_callback(event)
        return stream


def _size(message: JSONRPCMessage | None) -> int:
    """Return how many characters the texts and files of an answer have; of all else there is little."""
    result = message.root.result if message is not None and isinstance(message.root, JSONRPCResponse) else {}
    parts = [*result.get("content", []), *result.get("contents", [])]
    return sum(len(part.get("text") or part.get("blob") or "") for part in parts)
