"""Doing something again whenever files change, until somebody stops it."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

#: Seconds between two looks at the files.
_PAUSE = 0.5


def watch(places: Iterable[Path], act: Callable[[], object], pause: Callable[[float], object] = time.sleep) -> None:
    """Act at once, and again after each change of a file, until the keyboard interrupts.

    Args:
        places: files, and folders with YAML files; whatever is acted with may write reports elsewhere, and recordings
            are not looked at.
        act: what to do.
        pause: waits some seconds.
    """
    watched = list(places)
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


def _state(places: Iterable[Path]) -> dict[Path, int]:
    """Return when each file was changed, in nanoseconds; one that goes while it is looked at is left out."""
    found: dict[Path, int] = {}
    for place in places:
        for path in place.rglob("*.yaml") if place.is_dir() else (place,):
            if "recordings" in path.parts:
                continue
            try:
                found[path] = path.stat().st_mtime_ns
            except OSError:
                continue
    return found
