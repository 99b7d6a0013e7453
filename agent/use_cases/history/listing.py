"""Runs list: which runs there were."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import merge
from itertools import dropwhile, islice

from agent.use_cases.history.finding import tenants_asked
from foundation.model.base import FrozenModel
from memory.memory import Memory
from memory.records.history import KnownRun
from memory.records.runs import RunRecord, RunStatus
from memory.stores.runs import Runs

#: Where the records that were read are not enough, so many times as many are read.
_GROWTH = 4


class RunPosition(FrozenModel):
    """A place in the list of runs: that of one run, as it was when the list was read.

    Attributes:
        recorded_at: when the run was recorded.
        tenant: in whose memory it is.
        run_id: its id.
    """

    recorded_at: str
    tenant: str
    run_id: str


class ListRunsCommand(FrozenModel):
    """Which runs to list; what is not given does not matter.

    Attributes:
        component: name of the component in the bundle.
        tenant: the tenant; everybody's by default.
        scope: the component's domain.
        trace_id: the trace.
        status: how far they came.
        limit: the greatest number of runs.
        after: the place behind which the list begins; its beginning by default.
    """

    component: str | None = None
    tenant: str | None = None
    scope: str | None = None
    trace_id: str | None = None
    status: RunStatus | None = None
    limit: int = 20
    after: RunPosition | None = None

    def fits(self, run: RunRecord) -> bool:
        """Tell whether a run is one of those that are asked for."""
        return (
            self.component in (None, run.component)
            and self.scope in (None, run.component_scope)
            and self.trace_id in (None, run.trace_id)
            and self.status in (None, run.status)
        )


def position_of(found: KnownRun) -> RunPosition:
    """Return a run's place in the list."""
    return RunPosition(recorded_at=found.run.recorded_at, tenant=found.tenant, run_id=found.run.run_id)


def list_runs(command: ListRunsCommand, *, memory: Memory) -> list[KnownRun]:
    """Return runs, the newest first.

    Args:
        command: which.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    found = _found(command, memory)
    if command.after is not None:
        found = _behind(command.after, found, partial(_found, command, memory))
    return list(islice(found, command.limit))


def _found(command: ListRunsCommand, memory: Memory) -> Iterator[KnownRun]:
    tenants = tenants_asked(command.tenant, memory)
    share = -(-command.limit // max(len(tenants), 1))
    found = [_of_tenant(command, tenant, memory, share) for tenant in tenants]
    return merge(*found, key=lambda one: one.run.recorded_at, reverse=True)


def _behind(
    place: RunPosition, found: Iterable[KnownRun], again: Callable[[], Iterator[KnownRun]]
) -> Iterator[KnownRun]:
    """Return the runs behind a place; where its run is gone, or was recorded anew, the older ones."""
    behind = dropwhile(lambda one: position_of(one) != place, found)
    if next(behind, None) is not None:
        return behind
    return dropwhile(lambda one: one.run.recorded_at > place.recorded_at, again())


def _of_tenant(command: ListRunsCommand, tenant: str, memory: Memory, share: int) -> Iterator[KnownRun]:
    """Yield a tenant's runs, the newest first; records are read as they are wanted, more and more of them."""
    look, number, told = _lookup(command, memory.of(tenant).runs), share, set[str]()
    while True:
        read = look(number)
        for run in read:
            if run.run_id not in told and command.fits(run):
                told.add(run.run_id)
                yield KnownRun(tenant=tenant, run=run)
        if len(read) < number:
            return
        number *= _GROWTH


def _lookup(command: ListRunsCommand, runs: Runs) -> Callable[[int], list[RunRecord]]:
    """Return what reads the fewest records among which all are that fit."""
    if command.trace_id is not None:
        return partial(runs.of_trace, command.trace_id)
    if command.component is not None:
        return partial(runs.of_component, command.component)
    if command.scope is not None:
        return partial(runs.of_scope, command.scope)
    return runs.newest if command.status is None else partial(runs.of_status, command.status)
