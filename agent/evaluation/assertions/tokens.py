"""``tokens``: how many tokens the call took."""

from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind, CannotTell
from agent.evaluation.outcome import Outcome
from foundation.model.base import FrozenModel


class MostTokens(FrozenModel):
    """A bound on tokens."""

    max: int = Field(ge=0, description="Most tokens of all answers, in and out.")


def _check(bound: MostTokens, outcome: Outcome) -> str | None:
    usage = outcome.usage
    if usage is None:
        raise CannotTell("the endpoint told no usage")
    return None if usage.total <= bound.max else f"the answers took {usage.total} tokens"


KIND = AssertionKind("tokens", MostTokens, "The answers take at most so many tokens, repairs included.", _check)
