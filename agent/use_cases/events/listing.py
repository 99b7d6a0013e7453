"""Events list: what is in the outbox."""

from collections.abc import Sequence
from typing import Literal

from memory.memory import Memory
from memory.records.outbox import ListedEntry, OutboxEntry

Wanted = Literal["pending", "refused", "all"]


def list_events(
    wanted: Wanted, tenants: Sequence[str] | None = None, trace_id: str | None = None, *, memory: Memory
) -> list[ListedEntry]:
    """Return what the outbox holds, the oldest first, tenant by tenant.

    Args:
        wanted: what some channel still has to get, what one will never take, or everything that is kept.
        tenants: whose; everybody's by default.
        trace_id: of which trace; of all by default.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    found = [
        ListedEntry(tenant=tenant, entry=entry)
        for tenant in (memory.tenants() if tenants is None else tenants)
        for entry in memory.of(tenant).outbox.entries()
    ]
    return [one for one in found if _is_wanted(one.entry, wanted) and trace_id in (None, one.entry.trace_id)]


def _is_wanted(entry: OutboxEntry, wanted: Wanted) -> bool:
    if wanted == "pending":
        return entry.state == "pending"
    return wanted == "all" or any(delivery.refused for delivery in entry.deliveries.values())
