"""What people asked leave for, and what others said to it."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.errors import Said

#: A step on the way: it was asked for, allowed or not, and done.
Decision = Literal["requested", "approved", "rejected", "used"]


class LeaveRecord(FrozenModel):
    """One step of a person.

    Attributes:
        subject: name of what it is about.
        kind: what of it takes leave, such as ``values+waiver``.
        decision: the step.
        decided_by: who took it.
        reason: why.
        decided_at: when; UTC, ISO 8601.
        target: what would be changed, such as a run.
        details: how.
    """

    subject: str
    kind: str
    decision: Decision
    decided_by: str
    reason: Said = ""
    decided_at: str
    target: Said = ""
    details: list[Said] = []


class ListedLeave(FrozenModel):
    """The last step about something, and whose it is.

    Attributes:
        tenant: owning tenant.
        approval: the step.
    """

    tenant: str
    approval: LeaveRecord
