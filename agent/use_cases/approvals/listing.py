"""Approvals list: what waits for somebody's leave."""

from foundation.model.base import FrozenModel
from memory.memory import Memory
from memory.records.leaves import ListedLeave


class ListApprovalsCommand(FrozenModel):
    """Which.

    Attributes:
        tenants: whose; everybody's by default.
        every: whether what is decided is listed too.
    """

    tenants: list[str] | None = None
    every: bool = False


def list_approvals(command: ListApprovalsCommand, *, memory: Memory) -> list[ListedLeave]:
    """Return what waits for somebody's leave, the last of each tenant first.

    Args:
        command: which.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    return [
        ListedLeave(tenant=tenant, approval=approval)
        for tenant in (memory.tenants() if command.tenants is None else command.tenants)
        for approval in memory.of(tenant).leaves.last_of_each()
        if command.every or approval.decision == "requested"
    ]
