"""Approvals approve and reject: somebody decides about what another one asked leave for."""

from collections.abc import Callable
from typing import Literal

from agent.use_cases.approvals.reasons import require_reason
from agent.use_cases.history.finding import tenants_asked
from foundation.model.access import ForbiddenError, Principal, require
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from memory.memory import Memory
from memory.records.leaves import LeaveRecord, ListedLeave


class DecideApprovalCommand(FrozenModel):
    """A decision.

    Attributes:
        subject: id of what is decided about, as ``approvals list`` shows it.
        verdict: the decision.
        by: who decides.
        reason: why.
        tenant: whose it is; it is looked for in all that exist for whoever decides by default.
    """

    subject: str
    verdict: Literal["approved", "rejected"]
    by: Principal
    reason: str
    tenant: str | None = None


def decide_approval(command: DecideApprovalCommand, *, memory: Memory, now: Callable[[], str]) -> ListedLeave:
    """Decide about what somebody asked leave for.

    Args:
        command: the decision.
        memory: the memory.
        now: UTC time, ISO 8601.

    Raises:
        InputError: nobody asked for it, it was done already, or the reason is none.
        ForbiddenError: whoever decides is no approver, or is the one who asked.
        OutsideError: memory cannot be read or written.
    """
    require_reason(command.reason)
    found = _found(command, memory)
    require(command.by, "approver", found.tenant)
    leaves = memory.of(found.tenant).leaves
    asked = next(made for made in leaves.of_subject(command.subject) if made.decision == "requested")
    if asked.decided_by == command.by.name:
        raise _own(command)
    made = {
        "decision": command.verdict,
        "decided_by": command.by.name,
        "reason": command.reason,
        "decided_at": now(),
    }
    decided = asked.model_copy(update=made)
    leaves.put(decided)
    return ListedLeave(tenant=found.tenant, approval=decided)


def _found(command: DecideApprovalCommand, memory: Memory) -> ListedLeave:
    tenants = tenants_asked(command.tenant, memory)
    known = [
        ListedLeave(tenant=tenant, approval=approval)
        for tenant in tenants
        if command.by.sees(tenant)
        for approval in memory.of(tenant).leaves.last_of_each()
    ]
    found = next((one for one in known if one.approval.subject == command.subject), None)
    if found is None:
        raise _unknown(command.subject, [one.approval for one in known])
    if found.approval.decision == "used":
        raise _refused("approval-used", f"{command.subject} was approved and done", "Have it asked for once more.")
    return found


def _unknown(subject: str, known: list[LeaveRecord]) -> InputError:
    open_ones = [one.subject for one in known if one.decision == "requested"]
    otherwise = "`infra-engineer approvals list` shows what waits for a decision."
    return _refused(
        "approval-unknown", f"nobody asked for {subject[:100]}", did_you_mean(subject, open_ones, otherwise)
    )


def _refused(code: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy))


def _own(command: DecideApprovalCommand) -> ForbiddenError:
    return ForbiddenError(
        Problem(
            code="approval-own",
            message=f"{command.by.name} asked for {command.subject}, and somebody else has to decide",
            remedy="Ask another approver to look at it.",
        ),
        "approver",
    )
