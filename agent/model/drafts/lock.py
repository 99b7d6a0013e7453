"""The lock file: a draft that was accepted by the gate, where it comes from, and what people decided about it."""

from typing import Literal

from pydantic import Field

from agent.model.base import FrozenModel
from agent.model.conversation import ModelIdentity
from agent.model.drafts.draft import Draft

DraftStatus = Literal["pending", "approved", "rejected"]


class Decision(FrozenModel):
    """Who decided, about which draft, and why."""

    verdict: Literal["approved", "rejected"]
    by: str = Field(min_length=1, max_length=200, description="Who decided.")
    draft: str = Field(description="Digest of the draft that was decided about.")
    reason: str | None = Field(default=None, max_length=2000, description="Why.")


class DraftLock(FrozenModel):
    """A frozen draft; a run that has one asks no model."""

    component: str = Field(description="Component that it was drafted for.")
    type: str = Field(description="Its type.")
    definition: str = Field(description="Digest of the component's definition, without the image's version.")
    prompts: dict[str, str] = Field(description="Digests of the prompts that led to it, by name and version.")
    model: ModelIdentity = Field(description="Model that drafted it.")
    response_schema: str = Field(description="Digest of the form that was asked for.")
    repairs: int = Field(ge=0, description="Rounds of repair that it took.")
    decision: Decision | None = Field(default=None, description="What people decided; nothing yet, if it is absent.")
    draft: Draft = Field(description="The draft.")

    @property
    def status(self) -> DraftStatus:
        """Return what it is good for; a decision about another draft decides nothing."""
        if self.decision is None or self.decision.draft != self.draft.digest:
            return "pending"
        return self.decision.verdict
