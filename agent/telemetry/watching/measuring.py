"""Measuring runs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter

from agent.telemetry.measurements import Measurement
from agent.telemetry.observing import Outcome
from agent.telemetry.subject import Subject
from agent.telemetry.watching.outcomes import measurements_of

#: Takes measurements.
Record = Callable[[Iterable[Measurement]], None]


class MeasuringObserver:
    """Watches runs with a clock.

    Args:
        record: takes what was measured, when a run has ended.
    """

    def __init__(self, record: Record) -> None:
        self._record = record

    @contextmanager
    def watch(self, subject: Subject) -> Iterator["MeasuredRun"]:
        """See ``Observer.watch``."""
        yield MeasuredRun(subject.kind, self._record)


class MeasuredRun:
    """One run, and how long it and its steps take.

    Args:
        kind: what it is for.
        record: takes what was measured.
    """

    def __init__(self, kind: str, record: Record) -> None:
        self._kind = kind
        self._record = record
        self._began = perf_counter()
        self._steps: defaultdict[str, list[float]] = defaultdict(list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """See ``Observation.step``."""
        began = perf_counter()
        try:
            yield
        finally:
            self._steps[name].append(perf_counter() - began)

    def ended(self, outcome: Outcome) -> None:
        """See ``Observation.ended``."""
        self._record(measurements_of(outcome, perf_counter() - self._began, self._steps, self._kind))
