"""Stats: how much memory holds, and of whom."""

from foundation.model.base import FrozenModel
from memory.memory import Memory


class StatsCommand(FrozenModel):
    """Of what.

    Attributes:
        tenant: whose records; everybody's by default.
    """

    tenant: str | None = None


class KindStats(FrozenModel):
    """How much there is of one kind.

    Attributes:
        tenant: whose records.
        workspace: in which workspace.
        kind: their kind.
        records: their number.
        bytes: what they take, as they are kept; bytes of artifacts are compressed.
    """

    tenant: str
    workspace: str
    kind: str
    records: int
    bytes: int


class MemoryStats(FrozenModel):
    """How much memory holds.

    Attributes:
        place: where it is.
        kinds: by tenant, workspace and kind in their order.
    """

    place: str
    kinds: list[KindStats]


def stats(command: StatsCommand, *, memory: Memory) -> MemoryStats:
    """Tell how much memory holds.

    Args:
        command: of what.
        memory: the memory.

    Raises:
        OutsideError: it cannot be read.
    """
    kinds = [
        KindStats(
            tenant=size.scope.tenant,
            workspace=size.scope.workspace,
            kind=size.kind,
            records=size.rows,
            bytes=size.content,
        )
        for size in memory.backend.sizes()
        if command.tenant in (None, size.scope.tenant) and memory.knows(size.scope.tenant)
    ]
    return MemoryStats(place=memory.backend.place, kinds=kinds)
