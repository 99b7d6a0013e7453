"""Mistakes in several independent inputs, reported together."""

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

from foundation.model.errors import InputError, Problem

Value = TypeVar("Value")


@dataclass(frozen=True)
class Gathered(Generic[Value]):
    """What came of one step.

    Attributes:
        found: what it returned; empty if it found mistakes.
    """

    found: tuple[Value, ...]

    @property
    def value(self) -> Value:
        """What the step returned; for after the block, which ends with the mistakes if there are any."""
        (value,) = self.found
        return value


class Gathering:
    """Runs steps that do not need each other, and raises all their mistakes at the end of its block.

    Raises:
        InputError: with every mistake, when the block ends.
    """

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def __enter__(self) -> "Gathering":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._problems:
            raise InputError(*self._problems)

    @property
    def problems(self) -> list[Problem]:
        """Every mistake so far."""
        return list(self._problems)

    def run(self, step: Callable[[], Value]) -> Gathered[Value]:
        """Run a step, and keep its mistakes.

        Args:
            step: returns something, or raises an ``InputError``.
        """
        try:
            return Gathered((step(),))
        except InputError as error:
            self._problems |= dict.fromkeys(error.problems)
            return Gathered(())
