"""Watching runs: what whoever runs them tells, and whom."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from agent.telemetry.subject import Subject
    from foundation.model.run.publication import Publication
    from foundation.model.run.request import GenerationResult

#: What a run comes to.
Outcome: TypeAlias = "GenerationResult | Publication"


class Observation(Protocol):
    """Watches one run."""

    def step(self, name: str) -> AbstractContextManager[None]:
        """Watch an attempt at a step."""
        ...

    def ended(self, outcome: Outcome) -> None:
        """Take note of what the run came to; it is called once, at its end."""
        ...


class Observer(Protocol):
    """Watches runs."""

    def watch(self, subject: "Subject") -> AbstractContextManager[Observation]:
        """Watch a run from its start to its end."""
        ...


class Together:
    """Several observers as one; the first is around the others.

    Args:
        observers: the observers.
    """

    def __init__(self, *observers: Observer) -> None:
        self._observers = observers

    @contextmanager
    def watch(self, subject: "Subject") -> Iterator[Observation]:
        """See ``Observer.watch``."""
        with ExitStack() as stack:
            yield _All([stack.enter_context(observer.watch(subject)) for observer in self._observers])


class _All:
    def __init__(self, observations: list[Observation]) -> None:
        self._observations = observations

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        with ExitStack() as stack:
            for observation in self._observations:
                stack.enter_context(observation.step(name))
            yield

    def ended(self, outcome: Outcome) -> None:
        for observation in self._observations:
            observation.ended(outcome)


_current: ContextVar[Observation | None] = ContextVar("observation", default=None)


def current_observation() -> Observation | None:
    """Return what watches the present run, if anything does."""
    return _current.get()


@contextmanager
def observed(observer: Observer | None, subject: "Callable[[], Subject]") -> Iterator["Callable[[Outcome], None]"]:
    """Have a run watched; yields what takes the outcome, which is told when the block has ended.

    Args:
        observer: watches; without one nothing is done, and what the run is about is not asked.
        subject: returns what it is about.
    """
    if observer is None:
        yield lambda _: None
        return
    outcomes: list[Outcome] = []
    with observer.watch(subject()) as observation, _watched_by(observation):
        yield outcomes.append
        for outcome in outcomes:
            observation.ended(outcome)


def unobserved() -> AbstractContextManager[None]:
    """Let nobody watch: what is tried for looking only is no part of the run."""
    return _watched_by(None)


@contextmanager
def _watched_by(observation: Observation | None) -> Iterator[None]:
    before = _current.set(observation)
    try:
        yield
    finally:
        _current.reset(before)
