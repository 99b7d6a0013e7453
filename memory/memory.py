"""Memory as it is asked: a scope's stores, and one write for all that a run leaves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from foundation.model.access import tenant_not_there
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.trace import KnownTrace
from memory.backend import Backend, ChangedError, Expected, Row
from memory.records.approvals import ApprovalRecord
from memory.records.charts import ChartRecord
from memory.records.outbox import OutboxEntry
from memory.records.runs import RunRecord, RunStatus
from memory.records.templates import TemplateRecord
from memory.scope import PLATFORM, WORKSPACE, Scope
from memory.stores.answers import ANSWERS, Answers
from memory.stores.approvals import APPROVALS, Approvals
from memory.stores.audit import AUDIT, Audit
from memory.stores.charts import CHARTS, Charts
from memory.stores.dead_letters import DEAD_LETTERS, DeadLetters
from memory.stores.leaves import LEAVES, Leaves
from memory.stores.outbox import OUTBOX, Outbox
from memory.stores.overlays import OVERLAYS, Overlays
from memory.stores.packs import Packs, pack_row
from memory.stores.runs import RUNS, Runs
from memory.stores.templates import TEMPLATES, Templates
from memory.stores.traces import TRACES, Traces


@dataclass(frozen=True)
class Memory:
    """The memory of all tenants in a workspace.

    Attributes:
        backend: what keeps the rows.
        workspace: name of the workspace.
        seen: the tenants that exist for whoever asks; all, if it is nothing.
    """

    backend: Backend
    workspace: str = WORKSPACE
    seen: frozenset[str] | None = None

    def of(self, tenant: str) -> "ScopedMemory":
        """Return a tenant's memory; nothing of another tenant is in it.

        Raises:
            NotThereError: the tenant does not exist for whoever asks.
        """
        if not self.knows(tenant):
            raise tenant_not_there(tenant)
        return ScopedMemory(self.backend, Scope(tenant, self.workspace))

    def knows(self, tenant: str) -> bool:
        """Tell whether a tenant exists for whoever asks."""
        return self.seen is None or tenant in self.seen

    def at_home(self, tenant: str) -> str:
        """Return the tenant that gets what nobody else's is: this one, or the first that exists for whoever asks."""
        return tenant if self.knows(tenant) else min(self.seen or {tenant})

    @property
    def platform(self) -> "ScopedMemory":
        """What is known of templates, which belong to no tenant."""
        return ScopedMemory(self.backend, Scope(PLATFORM, self.workspace))

    def tenants(self) -> list[str]:
        """Return the tenants that something was written of in this workspace."""
        scopes = (scope for scope in self.backend.scopes() if scope.workspace == self.workspace)
        known = {scope.tenant for scope in scopes} - {PLATFORM}
        return sorted(known if self.seen is None else known & self.seen)


@dataclass(frozen=True)
class Written:
    """What a run leaves, which is written together.

    Attributes:
        run: the execution record.
        artifacts: the files that were saved.
        generated: what the agent made of those of them that hold edits of people.
        trace: what the trace led to.
        chart: the published chart.
        templates: what the templates rendered to.
        outbox: events that are to be sent.
        approvals: exceptions to rules that it relied on.
    """

    run: RunRecord
    artifacts: ArtifactSet | None = None
    generated: ArtifactSet | None = None
    trace: KnownTrace | None = None
    chart: ChartRecord | None = None
    templates: Sequence[TemplateRecord] = field(default=())
    outbox: Sequence[OutboxEntry] = field(default=())
    approvals: Sequence[ApprovalRecord] = field(default=())


class ScopedMemory:
    """The memory of one tenant in one workspace.

    Args:
        backend: what keeps the rows.
        scope: whose they are.
    """

    def __init__(self, backend: Backend, scope: Scope) -> None:
        self.backend = backend
        self.scope = scope

    @cached_property
    def runs(self) -> Runs:
        """Which runs there were."""
        return Runs(self.backend, self.scope, RUNS)

    @cached_property
    def traces(self) -> Traces:
        """Which trace led to which artifacts."""
        return Traces(self.backend, self.scope, TRACES)

    @cached_property
    def artifacts(self) -> Packs:
        """The bytes of artifacts."""
        return Packs(self.backend, self.scope)

    @cached_property
    def charts(self) -> Charts:
        """What was published of components' charts."""
        return Charts(self.backend, self.scope, CHARTS)

    @cached_property
    def outbox(self) -> Outbox:
        """Which events are to be sent."""
        return Outbox(self.backend, self.scope, OUTBOX)

    @cached_property
    def templates(self) -> Templates:
        """What templates were and rendered to."""
        return Templates(self.backend, self.scope, TEMPLATES)

    @cached_property
    def overlays(self) -> Overlays:
        """What template folders held; see ``Memory.platform``."""
        return Overlays(self.backend, self.scope, OVERLAYS)

    @cached_property
    def approvals(self) -> Approvals:
        """What people decided."""
        return Approvals(self.backend, self.scope, APPROVALS)

    @cached_property
    def leaves(self) -> Leaves:
        """What people asked leave for."""
        return Leaves(self.backend, self.scope, LEAVES)

    @cached_property
    def audit(self) -> Audit:
        """Who did what."""
        return Audit(self.backend, self.scope, AUDIT)

    @cached_property
    def answers(self) -> Answers:
        """What servers answered, or are still to answer."""
        return Answers(self.backend, self.scope, ANSWERS)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """Which events came to nothing for good."""
        return DeadLetters(self.backend, self.scope, DEAD_LETTERS)

    def commit(self, written: Written) -> None:
        """Write what a run leaves: all of it or nothing.

        Raises:
            OutsideError: memory cannot be written.
        """
        self.backend.write(self.scope, list(self._rows(written)))

    def end(self, run: RunRecord, outbox: Sequence[OutboxEntry], sent: Collection[str]) -> None:
        """Write how a run ended, and what it has sent beside what others have sent for it meanwhile.

        Args:
            run: its record, as the run by itself knows it.
            outbox: its entries, as they were written before anything was sent.
            sent: names of the buses that have got all of them from the run.

        Raises:
            OutsideError: memory cannot be written.
        """
        waiting = any(entry.taken_by(sent).waiting for entry in outbox)
        written = False
        while not written:
            found = [(entry, *self.outbox.seen(entry.key)) for entry in outbox]
            entries = [(there or entry).taken_by(sent) for entry, there, _ in found]
            if any(entry.waiting for entry in entries):
                ended = _with_status(run, "announced", "saved")
            else:
                ended = _with_status(run, "saved", "announced") if waiting else run
            rows = [RUNS.row(ended), *map(OUTBOX.row, entries)]
            written = self._unchanged([expected for _, _, expected in found], rows)

    def advance(self, before: OutboxEntry, after: OutboxEntry) -> None:
        """Write how far an entry of the outbox has come; with the last that waited its run is announced.

        Both are written together: a run of which nothing waits is one that nobody would come back to.

        Args:
            before: the entry as it was read.
            after: as it is now.

        Raises:
            ChangedError: somebody else has written the entry meanwhile.
            OutsideError: memory cannot be written.
        """
        written = False
        while not written:
            entry, expected = self.outbox.seen(before.key)
            if entry != before:
                raise ChangedError
            going_by, rows = [expected], [OUTBOX.row(after)]
            if not after.waiting:
                run, unchanged = self.runs.seen(before.run_id)
                going_by.append(unchanged)
                rows += [RUNS.row(_with_status(run, "saved", "announced"))] if run is not None else []
            written = self._unchanged(going_by, rows)

    def _unchanged(self, expected: Sequence[Expected], rows: Sequence[Row]) -> bool:
        """Write rows, and tell whether what they go by was still so."""
        try:
            self.backend.write(self.scope, rows, expected=expected)
        except ChangedError:
            return False
        return True

    def _rows(self, written: Written) -> list[Row]:
        rows = [RUNS.row(written.run)]
        packs = [files for files in (written.artifacts, written.generated) if files is not None]
        rows += [pack_row(files) for files in packs if not self.artifacts.has(files.digest)]
        rows += [TRACES.row(written.trace)] if written.trace is not None else []
        rows += [CHARTS.row(written.chart)] if written.chart is not None else []
        rows += [*map(TEMPLATES.row, written.templates), *map(OUTBOX.row, written.outbox)]
        return [*rows, *map(APPROVALS.row, written.approvals)]


def _with_status(run: RunRecord, before: RunStatus, after: RunStatus) -> RunRecord:
    return run.model_copy(update={"status": after}) if run.status == before else run
