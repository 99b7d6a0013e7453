"""Signals of this process, which the program takes for its own."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_signals() -> Iterator[None]:
    """Give the signals back that the program, run in this process, ignores when its outcome is settled.

    What the tests start would be deaf to them too.
    """
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
