"""Audit list: who did what."""

from collections.abc import Sequence
from heapq import merge
from itertools import islice

from foundation.model.base import FrozenModel
from memory.memory import Memory
from memory.records.audit import AuditRecord
from memory.stores.audit import Audit


class ListAuditCommand(FrozenModel):
    """Which actions to list; what is not given does not matter.

    Attributes:
        tenants: whose records they were about; everybody's by default.
        who: name of whoever did it.
        action: what they did.
        target: what it was about.
        limit: the greatest number of actions.
    """

    tenants: list[str] | None = None
    who: str | None = None
    action: str | None = None
    target: str | None = None
    limit: int = 50

    def fits(self, done: AuditRecord) -> bool:
        """Tell whether an action is one of those that are asked for."""
        return (
            self.who in (None, done.who) and self.action in (None, done.action) and self.target in (None, done.target)
        )


def list_audit(command: ListAuditCommand, *, memory: Memory) -> list[AuditRecord]:
    """Return actions, the newest first.

    Args:
        command: which.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    tenants: Sequence[str] = memory.tenants() if command.tenants is None else command.tenants
    found = [[one for one in _read(command, memory.of(tenant).audit) if command.fits(one)] for tenant in tenants]
    return list(islice(merge(*found, key=lambda one: one.at, reverse=True), command.limit))


def _read(command: ListAuditCommand, audit: Audit) -> list[AuditRecord]:
    """Read the fewest records among which all are that fit."""
    if command.target is not None:
        return audit.of_target(command.target)
    if command.who is not None:
        return audit.of_person(command.who)
    if command.action is not None:
        return audit.of_action(command.action)
    return audit.newest(command.limit)
