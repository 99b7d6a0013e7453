"""Prune: take away what memory need not keep any longer."""

from collections.abc import Callable

from foundation.model.base import FrozenModel
from foundation.model.policy.memory import RetentionPolicy
from memory.memory import Memory
from memory.retention import prune
from memory.scope import Scope
from memory.stores.overlays import OVERLAYS


class PruneCommand(FrozenModel):
    """Of what.

    Attributes:
        tenant: whose records; everybody's by default.
        dry_run: whether it is only told what would go.
        caches: whether the last good templates go, too, of all ages.
    """

    tenant: str | None = None
    dry_run: bool = False
    caches: bool = False


class PrunedKind(FrozenModel):
    """What went of one kind.

    Attributes:
        tenant: whose records.
        workspace: in which workspace.
        kind: their kind.
        records: their number.
    """

    tenant: str
    workspace: str
    kind: str
    records: int


class Pruned(FrozenModel):
    """What went.

    Attributes:
        retention: the policy.
        gone: by tenant, workspace and kind in their order.
        dry_run: whether all of it is still there.
    """

    retention: RetentionPolicy
    gone: list[PrunedKind]
    dry_run: bool


def prune_memory(
    command: PruneCommand,
    *,
    memory: Memory,
    retention: RetentionPolicy,
    now: Callable[[], str],
    forget: Callable[[bool], int],
) -> Pruned:
    """Take away what memory need not keep any longer.

    Args:
        command: of what.
        memory: the memory.
        retention: how long what is kept.
        now: UTC time, ISO 8601.
        forget: removes the last good templates of this machine, or only counts them.

    Raises:
        OutsideError: it cannot be read or written.
    """
    scopes = [scope for scope in memory.backend.scopes() if command.tenant in (None, scope.tenant)]
    moment = now()
    gone = [*_forgotten(command, memory, forget)] if command.caches else []
    gone += [one for scope in scopes for one in _pruned(command, memory, scope, retention, moment)]
    return Pruned(retention=retention, gone=gone, dry_run=command.dry_run)


def _forgotten(command: PruneCommand, memory: Memory, forget: Callable[[bool], int]) -> list[PrunedKind]:
    number = memory.platform.overlays.invalidate(dry_run=command.dry_run) + forget(command.dry_run)
    scope = memory.platform.scope
    found = PrunedKind(tenant=scope.tenant, workspace=scope.workspace, kind=OVERLAYS.name, records=number)
    return [found] if number else []


def _pruned(
    command: PruneCommand, memory: Memory, scope: Scope, retention: RetentionPolicy, now: str
) -> list[PrunedKind]:
    counts = prune(memory.backend, scope, retention, now, dry_run=command.dry_run)
    return [
        PrunedKind(tenant=scope.tenant, workspace=scope.workspace, kind=kind, records=records)
        for kind, records in counts.items()
    ]
