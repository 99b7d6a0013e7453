"""events.jsonl: one event a line, in the output folder; failures go to the state folder."""

import json
import os
from pathlib import Path

from foundation.model.errors import OutsideError, Problem
from foundation.model.events import Event

EVENTS = "events.jsonl"


def event_line(event: Event) -> str:
    """Return an event as one line of JSON."""
    text = json.dumps(event.payload, ensure_ascii=False, separators=(", ", ": "))
    # The name of a file may hold bytes that are no characters; JSON can write them as escapes.
    return text.encode("utf-8", "backslashreplace").decode()


def _no_links(path: str, flags: int) -> int:
    """Open a file unless it is a link: appending to it would change a file elsewhere."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)


class FileBus:
    """Appends to events.jsonl.

    Args:
        fallback: folder for the events of runs that saved nothing; an output folder must stay
            exactly as it was when a run fails.
    """

    def __init__(self, fallback: Path) -> None:
        self._fallback = fallback

    def publish(self, events: list[Event], location: str | None) -> None:
        """See ``EventBus.publish``."""
        folder = Path(location) if location is not None else self._fallback
        lines = "".join(event_line(event) + "\n" for event in events)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with open(folder / EVENTS, "a", encoding="utf-8", newline="\n", opener=_no_links) as file:
                file.write(lines)
        except OSError as error:
            raise OutsideError(
                Problem(
                    code="event-not-written",
                    message=f"{folder / EVENTS} cannot be written: {error.strerror}",
                    remedy="Check the folder's permissions.",
                )
            ) from error
