"""``one-of``: a value inside the answer's JSON is one of several."""

from typing import Any

from pydantic import Field

from agent.evaluation.assertions.equals import found_at
from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from agent.evaluation.paths import PATTERN
from foundation.model.base import FrozenModel


class Choice(FrozenModel):
    """A place and what may stand there."""

    path: str = Field(pattern=PATTERN, description="Place in the answer, as in objects[0].kind.")
    values: list[Any] = Field(min_length=1, description="What may stand there.")


def _check(choice: Choice, outcome: Outcome) -> str | None:
    found, reason = found_at(choice.path, outcome)
    return reason or (None if found in choice.values else f"{choice.path} is {found!r}")


KIND = AssertionKind("one-of", Choice, "A value inside the answer's JSON is one of these.", _check)
