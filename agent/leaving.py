"""Leaving by an exception that a signal raises, wherever in the program it comes."""

import signal
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_AGAIN_SECONDS = 0.01


def leave_from_anywhere() -> None:
    """Have an exception that ends this process end it too where Python lets none pass, such as in a destructor."""
    sys.unraisablehook = partial(_again, sys.unraisablehook)


def _again(otherwise: "Callable[[UnraisableHookArgs], object]", dropped: "UnraisableHookArgs") -> None:
    """Leave a moment later."""
    ended = dropped.exc_value
    if not isinstance(ended, SystemExit):
        otherwise(dropped)
        return

    def leave(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(ended.code)

    signal.signal(signal.SIGALRM, leave)
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
