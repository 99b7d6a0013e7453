"""``cost``: what the call cost."""

from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind, CannotTell
from agent.evaluation.outcome import Outcome
from foundation.model.base import FrozenModel


class MostDollars(FrozenModel):
    """A bound on cost."""

    max: float = Field(ge=0, description="Most US dollars.")


def _check(bound: MostDollars, outcome: Outcome) -> str | None:
    if outcome.cost is None:
        raise CannotTell("the model has no price, or the endpoint told no usage")
    return None if outcome.cost <= bound.max else f"the answers cost ${outcome.cost:.6f}"


KIND = AssertionKind("cost", MostDollars, "The answers cost at most so many US dollars, repairs included.", _check)
