"""Signals that end the program: it leaves by an exception, so that half-built folders are cleared away."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from agent.doors.cli.exit_codes import BY_SIGNAL

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

#: Ctrl-C, an order to stop, and a terminal that is gone.
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SAID = b"interrupted; what is not reported above was not changed\n"
_AGAIN_SECONDS = 0.01


def leave_on_signals() -> None:
    """Have these signals end the program; those that whoever started it ignores (nohup, cron) stay ignored."""
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    sys.unraisablehook = partial(_again, sys.unraisablehook)


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


def _again(otherwise: "Callable[[UnraisableHookArgs], object]", dropped: "UnraisableHookArgs") -> None:
    """Leave a moment later, when the signal came where Python lets no exception pass, such as in a destructor."""
    ended = dropped.exc_value
    if not isinstance(ended, SystemExit):
        otherwise(dropped)
        return

    def leave(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(ended.code)

    signal.signal(signal.SIGALRM, leave)
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
