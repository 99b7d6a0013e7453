"""Whom a process works for: who hears of each step, and which trace the work belongs to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from foundation.model.run.step import Step


class Caller:
    """Hears of the steps of everything that is done for it, under numbers that rise.

    Args:
        tell: is told of each step as it begins.
        traceparent: the trace that the work belongs to, as W3C's header ``traceparent`` says it.
    """

    def __init__(self, tell: Callable[[Step], None] = lambda _: None, traceparent: str | None = None) -> None:
        self.traceparent = traceparent
        self._tell = tell
        self._begun = self._expected = 0

    def expect(self, steps: int) -> None:
        """Take note of steps that are to come."""
        self._expected += steps

    def begin(self, step: str) -> None:
        """Tell that a step begins."""
        self._begun += 1
        self._tell(Step(name=step, number=self._begun, total=max(self._begun, self._expected)))


_current: ContextVar[Caller | None] = ContextVar("caller", default=None)


def current_caller() -> Caller:
    """Return whom this is done for; without anybody in particular, one who does not listen."""
    return _current.get() or Caller()


@contextmanager
def on_behalf_of(caller: Caller) -> Iterator[None]:
    """Work for a caller.

    Args:
        caller: whom for.
    """
    before = _current.set(caller)
    try:
        yield
    finally:
        _current.reset(before)
