"""The program's real entry in this process: loading the kernel anew would take seconds a test."""

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agent.doors.cli.main import run


def run_here(*arguments: str) -> int:
    """Run the program with these arguments, and return its exit code; what it says goes to where tests catch it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["infra-engineer", *arguments])
        try:
            with _own_signals(), pytest.raises(SystemExit) as ended:
                run()
        finally:
            # The program's last act is to leave its garbage to the end of the process, which is far away here.
            gc.unfreeze()
    return int(ended.value.code or 0)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Give the signals back that the program ignores when its outcome is settled.

    What tests start would be deaf to them too, and no bound on a test's time would be heard.
    """
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
