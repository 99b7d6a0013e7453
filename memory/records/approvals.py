"""What people decided."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.errors import Said


class ApprovalRecord(FrozenModel):
    """One decision of a person.

    Attributes:
        subject: digest or id of what was decided about.
        kind: what that is, such as ``draft`` or ``rollback``.
        decision: the decision.
        decided_by: who decided.
        reason: why.
        decided_at: when; UTC, ISO 8601.
    """

    subject: str
    kind: str
    decision: Literal["approved", "rejected"]
    decided_by: str
    reason: Said = ""
    decided_at: str
