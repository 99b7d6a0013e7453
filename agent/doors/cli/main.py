"""The program `infra-engineer` as a process: its signals, its streams, and the exit code that it ends with.

Help and completion are there at once: nothing that takes time is imported before it is known what was asked for.
"""

import os
import sys
from typing import NoReturn

from agent.doors.cli.exit_codes import BY_SIGNAL, NO_READER
from agent.doors.cli.ready_made import ready_made
from agent.doors.cli.signals import ignore_signals, leave_on_signals
from agent.doors.cli.streams import Streams
from agent.garbage import leave_alone_what_is_there, look_less_often


def run() -> NoReturn:
    """Run the program; whatever happens, the user gets a message and an exit code, no traceback."""
    leave_on_signals()
    streams = Streams()
    try:
        code = _flushed(streams, _command())
    except SystemExit as interrupted:
        code = int(str(interrupted.code))
    # The outcome is settled: a signal that comes now is too late to change it.
    ignore_signals()
    streams.let_go()
    # The interpreter looks for garbage once more before it ends: among all that was loaded, that took a fifth of a run.
    leave_alone_what_is_there()
    sys.exit(code)


def _command() -> int:
    try:
        return _answer()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:
        # Imported here: the model costs more time to load than --help takes.
        from agent.doors.cli.errors import report_failure

        return report_failure(error)


def _answer() -> int:
    """Print what is ready-made, or let the program do what was asked for; return the exit code."""
    text = ready_made(sys.argv, os.environ)
    if text is not None:
        sys.stdout.write(text)
        return 0
    # Looking for garbage among what is loaded took a tenth of the time.
    look_less_often()
    # Pydantic would look for plugins of its own in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Imported here: a signal that comes while this is loaded finds its handler.
    from agent.doors.cli.app import app_for

    app_for(sys.argv[1:])()
    return 0


def _flushed(streams: Streams, code: int) -> int:
    """Send what is still held back of the output; return the exit code."""
    # Who interrupts does not want to wait for a reader that has stopped reading.
    lost = streams.lost() if code < BY_SIGNAL else None
    if lost is None:
        return code
    if isinstance(lost, BrokenPipeError):
        return code or NO_READER
    from agent.doors.cli.errors import report_failure
    from agent.doors.lost_streams import unwritten

    return max(code, report_failure(unwritten(lost)))
