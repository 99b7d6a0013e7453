"""``equals``: a value inside the answer's JSON."""

from typing import Any

from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from agent.evaluation.paths import PATTERN, NoSuchPlace, value_at
from foundation.model.base import FrozenModel


class Expected(FrozenModel):
    """A place and what must stand there."""

    path: str = Field(pattern=PATTERN, description="Place in the answer, as in objects[0].kind.")
    value: Any = Field(description="What must stand there.")


def found_at(path: str, outcome: Outcome) -> tuple[Any, str | None]:
    """Return the value at a path of the answer, or why there is none."""
    try:
        return value_at(outcome.data, path), None
    except (ValueError, RecursionError):
        return None, "the answer is no JSON"
    except NoSuchPlace as error:
        return None, str(error)


def _check(expected: Expected, outcome: Outcome) -> str | None:
    found, reason = found_at(expected.path, outcome)
    same = found == expected.value and isinstance(found, bool) is isinstance(expected.value, bool)
    return reason or (None if same else f"{expected.path} is {found!r}")


KIND = AssertionKind("equals", Expected, "A value inside the answer's JSON is this one.", _check)
