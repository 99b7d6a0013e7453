"""What is observed of every step: how often it was tried, and how long. The place for whatever else is to be seen."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

from semantic_kernel.filters import FunctionInvocationContext


class Attempts:
    """How often each step of a run was tried, and how long that took."""

    def __init__(self) -> None:
        self._tried: Counter[str] = Counter()
        #: Milliseconds that each step took, all attempts together.
        self.timings: dict[str, float] = {}

    @property
    def most(self) -> int:
        """How often the step was tried that was tried most often; 1 if none was yet."""
        return max(self._tried.values(), default=1)

    def note(self, step: str) -> None:
        """Take note of an attempt."""
        self._tried[step] += 1

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Take note of an attempt and of how long it takes."""
        self.note(step)
        began = perf_counter()
        try:
            yield
        finally:
            self.timings[step] = round(self.timings.get(step, 0.0) + (perf_counter() - began) * 1000, 3)


_current: ContextVar[Attempts | None] = ContextVar("attempts", default=None)


@contextmanager
def counted_attempts() -> Iterator[Attempts]:
    """Count the attempts of one run; runs beside it count their own."""
    attempts = Attempts()
    before = _current.set(attempts)
    try:
        yield attempts
    finally:
        _current.reset(before)


async def telemetry(
    context: FunctionInvocationContext, next: Callable[[FunctionInvocationContext], Awaitable[None]]
) -> None:
    """Observe an attempt at a step; stands inside what tries again, so that it sees each of them.

    Args:
        context: the invocation.
        next: the step, and what surrounds it more closely.
    """
    attempts = _current.get()
    if attempts is None:
        await next(context)
        return
    with attempts.timed(f"{context.function.plugin_name}.{context.function.name}"):
        await next(context)
