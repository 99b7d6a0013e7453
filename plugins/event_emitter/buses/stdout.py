"""Events as JSON lines on a stream, for pipes."""

from typing import TextIO

from agent.model.events import Event
from plugins.event_emitter.buses.files import event_line


class StreamBus:
    """Writes events to a text stream.

    Args:
        stream: usually standard output.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def publish(self, events: list[Event], location: str | None) -> None:
        """See ``EventBus.publish``."""
        for event in events:
            self._stream.write(event_line(event) + "\n")
        self._stream.flush()
