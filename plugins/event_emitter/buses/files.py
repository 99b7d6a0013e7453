"""events.jsonl: one event a line."""

import errno
import fcntl
import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from foundation.model.errors import InputError, Problem
from foundation.model.events import Event, event_id
from plugins.event_emitter.buses.bus import undelivered
from plugins.event_emitter.buses.event_lines import ForeignLineError, end_of_events

EVENTS = "events.jsonl"
_REMEDY = "Move the file away, or choose another folder: nothing is written into files of others."


def event_line(event: Event) -> str:
    """Return an event as one line of JSON: its payload."""
    text = json.dumps(event.payload, ensure_ascii=False, separators=(", ", ": "))
    # The name of a file may hold bytes that are no characters; JSON can write them as escapes.
    return text.encode("utf-8", "backslashreplace").decode()


class FileBus:
    """Appends to the events.jsonl of a folder, if that is a file of ours.

    Args:
        folder: the folder; it is made if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / EVENTS

    @property
    def name(self) -> str:
        """See ``EventBus.name``."""
        return f"file:{self._file.parent.absolute()}"

    def publish(self, events: Sequence[Event]) -> None:
        """See ``EventBus.publish``."""
        lines = "".join(event_line(event) + "\n" for event in events).encode()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with open(self._file, "a+b", opener=_opened) as file:
                _append(file, lines)
        except ForeignLineError as error:
            raise undelivered(events, str(self._file), error, _REMEDY) from error
        except OSError as error:
            raise undelivered(events, str(self._file), error.strerror, "Check the folder's permissions.") from error

    def delivered(self, execution: str, digest: str) -> list[Event]:
        """See ``EventBus.delivered``: the lines that the file holds, if it is ours and whole."""
        try:
            with open(self._file, "rb", opener=_opened) as file:
                end_of_events(file)
                file.seek(0)
                *lines, begun = file.read().split(b"\n")
        except (OSError, ForeignLineError):
            return []
        if begun:  # a run was killed as it wrote: the next one takes that away, and says again what it may have lost
            return []
        return [event for line in lines if digest.encode() in line and (event := _read(line, execution, digest))]

    def require_ours(self) -> None:
        """Refuse a folder whose file of events is somebody else's, before anything is done for it.

        Raises:
            InputError: a line of the file is no event of ours.
        """
        try:
            with open(self._file, "rb", opener=_opened) as file:
                end_of_events(file)
        except ForeignLineError as error:
            message = f"a file of somebody else is where the events go: {error}"
            raise InputError(
                Problem(code="file-not-ours", message=message, remedy=_REMEDY, file=str(self._file), line=error.number)
            ) from None
        except OSError:  # it is not there, or what is there takes no events: that is told when there are some
            return


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


def _opened(path: str, flags: int) -> int:
    """Open a file unless it is a link, which would change a file elsewhere, or something that waits for a reader."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no file", path)
    return descriptor


def _append(file: IO[bytes], lines: bytes) -> None:
    """Append lines, all of them or none; other runs may be about to do the same."""
    fcntl.flock(file, fcntl.LOCK_EX)
    file.seek(0)
    end = end_of_events(file)
    os.ftruncate(file.fileno(), end.size)
    rest = memoryview((b"\n" if end.newline else b"") + lines)
    try:
        while rest:
            rest = rest[os.write(file.fileno(), rest) :]
    except OSError:
        os.ftruncate(file.fileno(), end.size)
        raise
