"""Leave: whether somebody may do what takes more than their role, or a second person."""

from collections.abc import Callable, Collection

from foundation.model.access import ApprovalNeededError, Principal
from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import Problem
from foundation.model.policy.approvals import Approvable, ApprovalPolicy
from memory.memory import Memory
from memory.records.leaves import Decision, LeaveRecord


class Asked(FrozenModel):
    """What somebody wants to do.

    Attributes:
        kinds: what of it can take leave.
        target: what it is done to, such as the id of a run.
        details: what would be done, for whoever decides; no secret is in it.
        reason: why.
    """

    kinds: list[Approvable]
    target: str
    details: list[str] = []
    reason: str

    @property
    def subject(self) -> str:
        """Its name: the same thing done to the same target has the same one, whoever asks for it."""
        digest = json_digest([self.kinds, self.target, self.details]).removeprefix("sha256:")
        return f"approval-{digest[:16]}"

    def record(self, decision: Decision, by: str, at: str) -> LeaveRecord:
        """Return what is kept of a step on the way to leave.

        Args:
            decision: the step.
            by: who took it.
            at: when; UTC, ISO 8601.
        """
        return LeaveRecord(
            subject=self.subject,
            kind="+".join(self.kinds),
            decision=decision,
            decided_by=by,
            reason=self.reason,
            decided_at=at,
            target=self.target,
            details=self.details,
        )


class Leave:
    """Asks for leave, and says who has given it.

    Args:
        memory: the memory.
        policy: returns what takes a second person.
        now: UTC time, ISO 8601.
        tell: tells people of what is asked for.
    """

    def __init__(
        self,
        memory: Memory,
        policy: Callable[[], ApprovalPolicy],
        now: Callable[[], str],
        tell: Callable[[LeaveRecord], None],
    ) -> None:
        self._memory = memory
        self._policy = policy
        self.now = now
        self._tell = tell

    def ask(self, asked: Asked, principal: Principal, tenant: str) -> str | None:
        """Return who allows something; nothing, if it takes nobody's leave. Where that is missing it is asked for.

        Exceptions to rules take an approver; what the policy names takes an approver who is not the one who asks.

        Args:
            asked: what somebody wants to do.
            principal: who.
            tenant: to whose records.

        Raises:
            ApprovalNeededError: nobody has allowed it yet, which memory now holds a request for; or it was rejected.
            OutsideError: memory cannot be read or written.
        """
        lacking = "waiver" in asked.kinds and not principal.may("approver")
        if not lacking and not self.takes_two(asked.kinds):
            return principal.name if "waiver" in asked.kinds else None
        leaves = self._memory.of(tenant).leaves
        last = next(iter(leaves.of_subject(asked.subject)), None)
        if last is not None and last.decision == "approved" and last.decided_by != principal.name:
            return last.decided_by
        if last is not None and last.decision == "rejected":
            raise _rejected(last)
        if last is None or last.decision != "requested":
            requested = asked.record("requested", principal.name, self.now())
            leaves.put(requested)
            self._tell(requested)
        raise _needed(asked)

    def takes_two(self, kinds: Collection[Approvable]) -> bool:
        """Tell whether the policy wants a second person for any of some kinds."""
        return bool({*kinds} & {*self._policy().four_eyes})

    def used(self, asked: Asked, by: str, tenant: str) -> None:
        """Take note that something was done which had somebody's leave: that holds once.

        Args:
            asked: what was done.
            by: who did it.
            tenant: to whose records.
        """
        self._memory.of(tenant).leaves.put(asked.record("used", by, self.now()))


def _needed(asked: Asked) -> ApprovalNeededError:
    what = " and ".join(asked.kinds)
    return ApprovalNeededError(
        Problem(
            code="approval-needed",
            message=f"somebody who is approver, and not the one who asks, has to approve this first ({what});"
            f" it is asked for as {asked.subject}",
            remedy=f"Have somebody look at it and run `infra-engineer approvals approve {asked.subject}`; then do the"
            " same again.",
        )
    )


def _rejected(last: LeaveRecord) -> ApprovalNeededError:
    return ApprovalNeededError(
        Problem(
            code="approval-rejected",
            message=f"{last.decided_by} rejected this on {last.decided_at}: {last.reason}",
            remedy="Ask for something else, or talk to them: they can still approve it.",
        )
    )
