"""What people decided."""

from memory.records.approvals import ApprovalRecord
from memory.stores.table import ALL, Kind, Table

APPROVALS = Kind("approval", ApprovalRecord, lambda made: made.key, lambda made: (ALL, ("subject", made.subject)))


class Approvals(Table[ApprovalRecord]):
    """The decisions in a scope; lists are the last first."""

    def newest(self) -> list[ApprovalRecord]:
        """Return all decisions."""
        return self.find(*ALL)

    def of_subject(self, subject: str) -> list[ApprovalRecord]:
        """Return the decisions about a subject."""
        return self.find("subject", subject)
