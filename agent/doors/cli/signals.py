"""Signals that end the program: it leaves by an exception, so that half-built folders are cleared away."""

import os
import signal
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from agent.doors.cli.exit_codes import BY_SIGNAL
from agent.leaving import leave_from_anywhere

#: Ctrl-C, an order to stop, and a terminal that is gone.
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SAID = b"interrupted; what is not reported above was not changed\n"


def leave_on_signals() -> None:
    """Have these signals end the program; those that whoever started it ignores (nohup, cron) stay ignored."""
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    leave_from_anywhere()


def ignore_signals() -> None:
    """Ignore them from now on: nothing is left to do, and the interpreter would give them their own meaning back."""
    for number in (*_ENDING, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    # Clearing away is short, and another signal must not break it off.
    for each in _ENDING:
        if signal.getsignal(each) is _leave:
            signal.signal(each, _wait)
    with suppress(OSError):  # not sys.stderr: the signal may have come while that was being written to
        os.write(2, _SAID)
    raise SystemExit(BY_SIGNAL + number)


def _wait(_number: int, _frame: FrameType | None) -> None:
    """Let what is being done be finished; of a signal that is only ignored Python says at times that it is."""
