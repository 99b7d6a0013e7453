"""The lock file: a draft that was accepted by the gate, where it comes from, and what people decided about it."""

import hashlib
import json
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import COMPONENT_NAME, LONGEST_COMPONENT_NAME
from foundation.model.conversation import ModelIdentity
from foundation.model.drafts.draft import Draft
from foundation.model.kubernetes.scalars import DnsLabel

DraftStatus = Literal["pending", "approved", "rejected"]


def _visible(text: str) -> str:
    """Let one line through that has nothing invisible in it: it stands in Chart.yaml and on terminals."""
    if not text.isprintable() or not text or text[0] == " ":
        raise ValueError("it has to be one line of visible text")
    return text


_Line = Annotated[str, AfterValidator(_visible)]
_Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class Decision(FrozenModel):
    """Who decided, about which draft, and why."""

    verdict: Literal["approved", "rejected"]
    by: _Line = Field(max_length=200, description="Who decided, in one line.")
    about: _Digest = Field(description="Digest of what was decided about: the draft, and the component it is for.")
    reason: _Line | None = Field(default=None, max_length=2000, description="Why, in one line.")


class DraftLock(FrozenModel):
    """A frozen draft; a run that has one asks no model."""

    component: str = Field(
        pattern=COMPONENT_NAME, max_length=LONGEST_COMPONENT_NAME, description="Component that it was drafted for."
    )
    type: DnsLabel = Field(description="Its type.")
    definition: _Digest = Field(description="Digest of the component's definition, without the image's version.")
    prompts: dict[str, str] = Field(description="Digests of the prompts that led to it, by name and version.")
    model: ModelIdentity = Field(description="Model that drafted it.")
    response_schema: str = Field(description="Digest of the form that was asked for.")
    repairs: int = Field(ge=0, description="Rounds of repair that it took.")
    decision: Decision | None = Field(default=None, description="What people decided; nothing yet, if it is absent.")
    draft: Draft = Field(description="The draft.")

    @property
    def digest(self) -> str:
        """Return a digest of what a decision is about."""
        content = [self.component, self.type, self.definition, self.draft.digest]
        return "sha256:" + hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @property
    def status(self) -> DraftStatus:
        """Return what it is good for; a decision about another draft, or another component, decides nothing."""
        if self.decision is None or self.decision.about != self.digest:
            return "pending"
        return self.decision.verdict


class ListedDraft(FrozenModel):
    """A draft and what it is called."""

    name: str
    lock: DraftLock
