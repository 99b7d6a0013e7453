"""Approvals: who allowed what, when and why."""

from agent.use_cases.history.finding import tenants_asked
from foundation.model.base import FrozenModel
from memory.memory import Memory, ScopedMemory
from memory.records.approvals import ApprovalKind, ApprovalRecord, KnownApproval


class ApprovalsCommand(FrozenModel):
    """Which decisions; what is not given does not matter.

    Attributes:
        tenant: in whose memory; everybody's by default.
        kind: what was decided about.
        subject: digest of a draft; or component and rule of an exception, such as ``OrderService/two-pods``.
    """

    tenant: str | None = None
    kind: ApprovalKind | None = None
    subject: str | None = None


def list_approvals(command: ApprovalsCommand, *, memory: Memory) -> list[KnownApproval]:
    """Return decisions, the last first.

    Args:
        command: which.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    found = [
        KnownApproval(tenant=tenant, approval=made)
        for tenant in tenants_asked(command.tenant, memory)
        for made in _made(command, memory.of(tenant))
        if command.kind in (None, made.kind)
    ]
    return sorted(found, key=lambda one: one.approval.decided_at, reverse=True)


def _made(command: ApprovalsCommand, memory: ScopedMemory) -> list[ApprovalRecord]:
    if command.subject is None:
        return memory.approvals.newest()
    return memory.approvals.of_subject(command.subject)
