"""A module that is not loaded before the process that wants it has gone; a file tells whether it went."""

import os
import time
from pathlib import Path

#: Less than a desk waits for its processes at most.
_PATIENCE_SECONDS = 15.0


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if (mark := os.environ.get("TOLD_IN")) is not None:
    Path(mark).write_text("loading")
    waited_for, last = int(os.environ["WAITED_FOR"]), time.monotonic() + _PATIENCE_SECONDS
    while _is_there(waited_for) and time.monotonic() < last:
        time.sleep(0.02)
    Path(mark).write_text("still there" if _is_there(waited_for) else "gone")
