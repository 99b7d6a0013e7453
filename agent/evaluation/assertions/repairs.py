"""``repairs``: how often the model had to be asked again."""

from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from foundation.model.base import FrozenModel


class MostRepairs(FrozenModel):
    """A bound on repairs."""

    max: int = Field(ge=0, description="Most further questions; 0 if the first answer has to be right.")


def _check(bound: MostRepairs, outcome: Outcome) -> str | None:
    count = len(outcome.repairs)
    return None if count <= bound.max else f"the model was asked again {count} times"


KIND = AssertionKind("repairs", MostRepairs, "The model is asked again at most so often.", _check)
