"""What people asked leave for, and what others said to it."""

from memory.records.leaves import LeaveRecord
from memory.stores.table import ALL, Kind, Table

LEAVES = Kind(
    "leave",
    LeaveRecord,
    lambda made: f"{made.kind}/{made.subject}/{made.decided_at}/{made.decision}",
    lambda made: (ALL, ("subject", made.subject)),
)


class Leaves(Table[LeaveRecord]):
    """What was asked for and decided in a scope; lists are the last first."""

    def of_subject(self, subject: str) -> list[LeaveRecord]:
        """Return the decisions about a subject, the last first."""
        return self.find("subject", subject)

    def last_of_each(self) -> list[LeaveRecord]:
        """Return the last decision about each subject, the last first."""
        found: dict[str, LeaveRecord] = {}
        for made in self.find(*ALL):
            found.setdefault(made.subject, made)
        return list(found.values())
