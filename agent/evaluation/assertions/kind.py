"""What a kind of assertion is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.evaluation.outcome import Outcome


class CannotTell(Exception):
    """The outcome does not hold what an assertion looks at."""


@dataclass(frozen=True)
class AssertionKind:
    """One kind of assertion; ``not-<name>`` is its opposite.

    Attributes:
        name: its key in a data set.
        parameters: type of its value there.
        description: what it asserts, in one sentence.
        check: returns why the outcome does not hold to it, or ``None``; may raise ``CannotTell``.
    """

    name: str
    parameters: Any
    description: str
    check: Callable[[Any, Outcome], str | None]
