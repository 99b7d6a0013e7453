"""Events as JSON lines on a stream, for pipes."""

from typing import TextIO

from foundation.model.errors import OutsideError, Problem
from foundation.model.events import Event
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
        try:
            self._stream.write("".join(event_line(event) + "\n" for event in events))
            self._stream.flush()
        except (OSError, ValueError) as error:  # the reader is gone, or the stream is closed
            raise OutsideError(
                Problem(
                    code="event-not-written",
                    message=f"the events cannot be written to the stream: {error}",
                    remedy="Keep the reader of the events open until the run has ended.",
                )
            ) from error
