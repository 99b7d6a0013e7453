"""What memory keeps of decisions about drafts: the lock file says what holds now, memory who decided what and when."""

from collections.abc import Callable
from typing import Literal

from foundation.model.drafts.lock import DraftLock
from foundation.model.errors import AgentError
from foundation.model.findings import Finding
from memory.records.approvals import ApprovalRecord

#: Has memory keep a decision: takes what makes its record of the time.
Remember = Callable[[Callable[[str], ApprovalRecord]], None]


def remembered(
    remember: Remember,
    name: str,
    lock: DraftLock,
    decision: Literal["approved", "rejected", "promoted"],
    outcome: str = "",
) -> list[Finding]:
    """Have memory keep a decision; one that it cannot keep stands in the lock file all the same.

    Args:
        remember: has memory keep it.
        name: name of the draft.
        lock: its lock file, with the decision in it.
        decision: what was decided, or done by it.
        outcome: what came of it, if that is the reason.

    Returns:
        Why it was not kept, if it was not.
    """
    decided = lock.decision

    def record(now: str) -> ApprovalRecord:
        return ApprovalRecord(
            kind="draft",
            subject=lock.digest,
            name=name,
            decision=decision,
            decided_by=decided.by if decided is not None else "",
            reason=outcome or (decided.reason if decided is not None else None) or "",
            decided_at=now,
        )

    try:
        remember(record)
    except AgentError as error:
        return [Finding.of(problem, "warning") for problem in error.problems]
    return []
