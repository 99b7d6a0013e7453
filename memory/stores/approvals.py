"""What people asked leave for, and decided."""

from memory.records.approvals import ApprovalRecord
from memory.stores.table import ALL, Kind, Table

APPROVALS = Kind(
    "approval",
    ApprovalRecord,
    lambda made: f"{made.kind}/{made.subject}/{made.decided_at}/{made.decision}",
    lambda made: (ALL, ("subject", made.subject)),
)


class Approvals(Table[ApprovalRecord]):
    """The decisions in a scope."""

    def of_subject(self, subject: str) -> list[ApprovalRecord]:
        """Return the decisions about a subject, the last first."""
        return self.find("subject", subject)

    def last_of_each(self) -> list[ApprovalRecord]:
        """Return the last decision about each subject, the last first."""
        found: dict[str, ApprovalRecord] = {}
        for made in self.find(*ALL):
            found.setdefault(made.subject, made)
        return list(found.values())
