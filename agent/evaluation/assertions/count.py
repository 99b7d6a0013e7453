"""``count``: how long a list inside the answer's JSON is."""

from pydantic import Field

from agent.evaluation.assertions.equals import found_at
from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from agent.evaluation.paths import PATTERN
from foundation.model.base import FrozenModel


class Bounds(FrozenModel):
    """A list and how many entries it may have."""

    path: str = Field(pattern=PATTERN, description="Place of the list in the answer, as in objects.")
    min: int = Field(default=0, ge=0, description="Fewest entries.")
    max: int | None = Field(default=None, ge=0, description="Most entries.")


def _check(bounds: Bounds, outcome: Outcome) -> str | None:
    found, reason = found_at(bounds.path, outcome)
    if reason:
        return reason
    if not isinstance(found, list):
        return f"{bounds.path} is no list"
    fits = bounds.min <= len(found) and (bounds.max is None or len(found) <= bounds.max)
    return None if fits else f"{bounds.path} has {len(found)} entries"


KIND = AssertionKind("count", Bounds, "A list inside the answer's JSON has so many entries.", _check)
