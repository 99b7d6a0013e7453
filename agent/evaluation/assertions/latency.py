"""``latency``: how long the model took, or took when its answer was recorded."""

from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from foundation.model.base import FrozenModel


class MostSeconds(FrozenModel):
    """A bound on time."""

    max: float = Field(ge=0, description="Most seconds.")


def _check(bound: MostSeconds, outcome: Outcome) -> str | None:
    return None if outcome.seconds <= bound.max else f"the model took {outcome.seconds:.3f} s"


KIND = AssertionKind("latency", MostSeconds, "The model takes at most so many seconds.", _check)
