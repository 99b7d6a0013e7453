"""events.jsonl: one event a line."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from foundation.model.events import Event, event_id
from plugins.event_emitter.buses.bus import undelivered

EVENTS = "events.jsonl"


def event_line(event: Event) -> str:
    """Return an event as one line of JSON: its payload."""
    text = json.dumps(event.payload, ensure_ascii=False, separators=(", ", ": "))
    # The name of a file may hold bytes that are no characters; JSON can write them as escapes.
    return text.encode("utf-8", "backslashreplace").decode()


def _no_links(path: str, flags: int) -> int:
    """Open a file unless it is a link: appending to it would change a file elsewhere."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)


class FileBus:
    """Appends to the events.jsonl of a folder.

    Args:
        folder: the folder; it is made if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / EVENTS

    def publish(self, events: Sequence[Event]) -> None:
        """See ``EventBus.publish``."""
        lines = "".join(event_line(event) + "\n" for event in events)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with open(self._file, "a", encoding="utf-8", newline="\n", opener=_no_links) as file:
                file.write(lines)
        except OSError as error:
            raise undelivered(events, str(self._file), error.strerror, "Check the folder's permissions.") from error

    def delivered(self, execution: str, digest: str) -> list[Event]:
        """See ``EventBus.delivered``: the lines that the file holds."""
        try:
            if self._file.is_symlink():  # nothing of ours is written through it
                return []
            lines = self._file.read_bytes().split(b"\n")[:-1]  # the last one was not written to its end
        except OSError:
            return []
        return [event for line in lines if digest.encode() in line and (event := _read(line, execution, digest))]


def _read(line: bytes, execution: str, digest: str) -> Event | None:
    """Return the event of a line, if it is one of the run's."""
    try:
        payload = json.loads(line)
        if (payload["execution_id"], payload["digest"]) != (execution, digest):
            return None
        environment = payload.get("env", "")
        return Event(
            id=event_id(execution, payload["event"], environment, digest), event=payload["event"], payload=payload
        )
    except (ValueError, KeyError, TypeError):
        return None
