"""Runs list: which runs there were."""

from collections.abc import Sequence
from heapq import merge
from itertools import islice

from agent.use_cases.history.finding import tenants_asked
from agent.use_cases.history.paging import RunPosition, TenantRuns
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from memory.memory import Memory
from memory.records.history import ListedRun, ListedRuns
from memory.records.runs import RunStatus


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

    @property
    def lookups(self) -> list[tuple[str, str]]:
        """By what runs are found, what leads to the fewest first."""
        wanted = (
            ("trace", self.trace_id),
            ("component", self.component),
            ("scope", self.scope),
            ("status", self.status),
        )
        return [(field, value) for field, value in wanted if value is not None]


def position_of(found: ListedRun) -> RunPosition:
    """Return a run's place in the list."""
    return RunPosition(recorded_at=found.run.recorded_at, tenant=found.tenant, run_id=found.run.run_id)


def list_runs(command: ListRunsCommand, *, memory: Memory) -> ListedRuns:
    """Return runs, the newest first; what cannot be read is passed over, and that is told.

    Args:
        command: which.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    tenants = tenants_asked(command.tenant, memory)
    share = -(-command.limit // max(len(tenants), 1))
    found = [TenantRuns(tenant, memory.of(tenant).runs, command.lookups, share, command.after) for tenant in tenants]
    runs = list(islice(merge(*found, key=lambda one: one.run.recorded_at, reverse=True), command.limit))
    return ListedRuns(runs=runs, notices=_passed_over(found))


def _passed_over(found: Sequence[TenantRuns]) -> list[Finding]:
    number = sum(one.unreadable for one in found)
    if not number:
        return []
    return [
        Finding(
            code="run-unreadable",
            severity="warning",
            message=f"{number} of the runs in memory cannot be read, and are left out here",
            remedy="Use the version of the agent that wrote them; `infra-engineer memory export` names them.",
        )
    ]
