"""What people decided."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import Said
from foundation.model.findings import Report

#: What was decided about: a draft of a template, or an exception to a rule of the gate.
ApprovalKind = Literal["draft", "exception"]


class ApprovalRecord(FrozenModel):
    """One decision of a person.

    Attributes:
        kind: what was decided about.
        subject: digest of the draft; of an exception the component and the rule, such as ``OrderService/two-pods``.
        name: what people call it: the name of the draft; of an exception what it is for.
        decision: the decision.
        decided_by: who decided.
        reason: why.
        decided_at: when; of an exception, when a run last relied on it. UTC, ISO 8601.
        until: last day on which it holds; empty for no end.
    """

    kind: ApprovalKind
    subject: str
    name: str = ""
    decision: Literal["approved", "rejected", "promoted"]
    decided_by: str
    reason: Said = ""
    decided_at: str
    until: str = ""

    @property
    def key(self) -> str:
        """Its name: each decision about a draft is one, and an exception is one however often it is relied on."""
        if self.kind == "draft":
            return f"{self.kind}/{self.subject}/{self.decided_at}/{self.decision}"
        told = json_digest([self.name, self.decided_by, self.reason, self.until]).removeprefix("sha256:")[:16]
        return f"{self.kind}/{self.subject}/{told}"


class KnownApproval(FrozenModel):
    """A decision, and in whose memory it is.

    Attributes:
        tenant: the tenant.
        approval: the decision.
    """

    tenant: str
    approval: ApprovalRecord


def granted_exceptions(component: str, report: Report, at: str) -> list[ApprovalRecord]:
    """Return the exceptions that let something of a component pass.

    Args:
        component: name of the component.
        report: the gate's report.
        at: when; UTC, ISO 8601.
    """
    used = [(applied.exception, applied.source) for applied in report.exceptions if applied.status == "used"]
    return [
        ApprovalRecord(
            kind="exception",
            subject=f"{component}/{exception.check}",
            name=" in ".join([exception.object or "all objects", source]),
            decision="approved",
            decided_by=exception.approver,
            reason=exception.reason,
            decided_at=at,
            until=exception.expires,
        )
        for exception, source in used
    ]
