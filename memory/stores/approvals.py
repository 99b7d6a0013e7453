"""What people decided."""

from memory.records.approvals import ApprovalRecord
from memory.stores.table import ALL, Kind, Table

APPROVALS = Kind(
    "approval",
    ApprovalRecord,
    lambda made: f"{made.kind}/{made.subject}/{made.decided_at}",
    lambda made: (ALL, ("subject", made.subject)),
)


class Approvals(Table[ApprovalRecord]):
    """The decisions in a scope."""

    def of_subject(self, subject: str) -> list[ApprovalRecord]:
        """Return the decisions about a subject, the last first."""
        return self.find("subject", subject)
