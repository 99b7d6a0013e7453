"""Who did what."""

from memory.records.audit import AuditRecord
from memory.stores.table import ALL, Kind, Table


def _lookups(done: AuditRecord) -> tuple[tuple[str, str], ...]:
    target = (("target", done.target),) if done.target else ()
    return (ALL, ("who", done.who), ("action", done.action), *target)


AUDIT = Kind("audit", AuditRecord, lambda done: done.id, _lookups)


class Audit(Table[AuditRecord]):
    """The actions in a scope; lists are the newest first."""

    def newest(self, limit: int | None = None) -> list[AuditRecord]:
        """Return the last actions."""
        return self.find(*ALL, limit)

    def of_person(self, who: str, limit: int | None = None) -> list[AuditRecord]:
        """Return what somebody did."""
        return self.find("who", who, limit)

    def of_target(self, target: str, limit: int | None = None) -> list[AuditRecord]:
        """Return what was done about a run, an event, a draft or a token."""
        return self.find("target", target, limit)

    def of_action(self, action: str, limit: int | None = None) -> list[AuditRecord]:
        """Return when something was done."""
        return self.find("action", action, limit)
