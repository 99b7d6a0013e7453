"""Events as a client reads them from a stream (server-sent events of the HTML standard)."""

from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse

MEDIA_TYPE = "text/event-stream"
LAST_EVENT_ID = "Last-Event-ID"


def event(name: str, content: bytes, number: str | int | None = None) -> bytes:
    """Return an event as it is sent.

    Args:
        name: its name.
        content: its data, as JSON.
        number: where a client that lost the stream goes on.
    """
    # JSON has no line breaks, and ids of ours neither.
    numbered = f"id: {number}\n" if number is not None else ""
    return b"%b%b%b\n\n" % (numbered.encode(), f"event: {name}\ndata: ".encode(), content)


def comment(text: str) -> bytes:
    """Return a line that keeps the stream open and says nothing to a program."""
    return f": {text}\n\n".encode()


def stream_answer(events: AsyncIterator[bytes]) -> StreamingResponse:
    """Answer with events as they come."""
    return StreamingResponse(events, headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)
