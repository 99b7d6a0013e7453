"""Mistakes in several independent inputs, reported together."""

from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from agent.model.errors import InputError, Problem

Value = TypeVar("Value")


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

    def run(self, step: Callable[[], Value]) -> Value | None:
        """Return what a step returns; ``None`` if it finds mistakes, which are kept."""
        try:
            return step()
        except InputError as error:
            self._problems |= dict.fromkeys(error.problems)
            return None
