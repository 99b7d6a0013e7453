"""Who is told of a run that was given up (templates/policies/escalation.yaml)."""

from typing import Annotated

from pydantic import Field

from foundation.model.base import FrozenModel

AgentName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]


class EscalationPolicy(FrozenModel):
    """Recipients by the name of the failure; events carry them, and whoever routes events acts on that."""

    default: list[AgentName] = Field(
        default=["HumanOpsAgent"], min_length=1, description="Whom all other failures concern."
    )
    failures: dict[str, Annotated[list[AgentName], Field(min_length=1)]] = Field(
        default={}, description="Whom a failure concerns, by its name in events."
    )

    def recipients(self, failure: str) -> list[str]:
        """Return whom a failure concerns."""
        return self.failures.get(failure, self.default)
