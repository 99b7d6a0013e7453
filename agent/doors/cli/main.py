"""The entry of `infra-engineer`: help and completion are there at once, and failures become exit codes.

Nothing that takes time is imported before it is known what was asked for.
"""

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from agent.doors.cli.ready_made import ready_made

#: By default Python looks for garbage after every 700 objects.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def run() -> NoReturn:
    """Run the program; whatever happens, the user gets a message and an exit code, no traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character is no reason to fail after the work is done.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _answer()
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        code = 0
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        # Imported here: the model costs more time to load than --help takes.
        from agent.doors.cli.errors import report_failure

        code = report_failure(error)
    sys.exit(code)


def _answer() -> int:
    """Print what is ready-made, or let the program do what was asked for; return the exit code."""
    text = ready_made(sys.argv, os.environ)
    if text is not None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return 0
    # Starting makes many objects that stay, and looking for garbage among them took a tenth of the time.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    # Pydantic would look for plugins of its own in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from agent.doors.cli.program import app

    app()
    return 0


def _interrupted(number: int, _frame: FrameType | None) -> NoReturn:
    """Leave by an exception, so that half-built folders are cleared away."""
    sys.stderr.write("interrupted; what is not reported above was not changed\n")
    raise SystemExit(128 + number)
