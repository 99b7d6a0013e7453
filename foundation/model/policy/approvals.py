"""What takes a second person (templates/policies/approvals.yaml)."""

from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel

#: What people can be asked to approve: a retry with other values, one with other exceptions to rules, a rollback.
Approvable = Literal["values", "waiver", "rollback"]


class ApprovalPolicy(FrozenModel):
    """Where four eyes have to look: whoever asks for it cannot be the one who approves it."""

    four_eyes: list[Approvable] = Field(
        default=[],
        description="What takes a second person, an approver, even if whoever asks is one: values, waiver, rollback.",
    )
