"""Doing something again whenever files change, until somebody stops it."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

#: Seconds between two looks at the files.
_PAUSE = 0.5


def watch(folders: Iterable[Path], act: Callable[[], object], pause: Callable[[float], object] = time.sleep) -> None:
    """Act at once, and again after each change of a file below some folders, until the keyboard interrupts.

    Args:
        folders: the folders; whatever is acted with may write reports elsewhere, and recordings are not looked at.
        act: what to do.
        pause: waits some seconds.
    """
    watched = list(folders)
    seen: dict[Path, int] | None = None
    try:
        while True:
            now = _state(watched)
            if now != seen:
                seen = now
                act()
            pause(_PAUSE)
    except KeyboardInterrupt:
        return


def _state(folders: Iterable[Path]) -> dict[Path, int]:
    """Return when each file was changed, in nanoseconds; one that goes while it is looked at is left out."""
    found: dict[Path, int] = {}
    for folder in folders:
        for path in folder.rglob("*.yaml"):
            if "recordings" in path.parts:
                continue
            try:
                found[path] = path.stat().st_mtime_ns
            except OSError:
                continue
    return found
