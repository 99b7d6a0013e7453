"""Events as JSON lines on a stream, for pipes."""

from collections.abc import Sequence
from typing import TextIO

from foundation.model.events import Event
from plugins.event_emitter.buses.bus import undelivered
from plugins.event_emitter.buses.files import event_line


class StreamBus:
    """Writes events to a text stream.

    Args:
        stream: standard output.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def name(self) -> str:
        """See ``EventBus.name``."""
        return "stdout"

    def publish(self, events: Sequence[Event]) -> None:
        """See ``EventBus.publish``; each event is sent at once, so that what came before a failure has gone out."""
        for number, event in enumerate(events):
            try:
                self._stream.write(event_line(event) + "\n")
                self._stream.flush()
            except (OSError, ValueError) as error:  # the reader is gone, or the stream is closed
                remedy = "Keep the reader of the events open until the run has ended."
                raise undelivered(events[number:], "stdout", error, remedy) from error

    def delivered(self, execution: str, digest: str) -> list[Event]:
        """See ``EventBus.delivered``; whoever reads the stream now has read nothing yet."""
        return []
