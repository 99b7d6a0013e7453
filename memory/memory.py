"""Memory as it is asked: a scope's stores, and one write for all that a run leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.trace import KnownTrace
from memory.backend import Backend, Row
from memory.records.charts import ChartRecord
from memory.records.outbox import OutboxEntry
from memory.records.overlays import OverlayRecord
from memory.records.runs import RunRecord
from memory.records.templates import TemplateRecord
from memory.scope import WORKSPACE, Scope
from memory.stores.approvals import APPROVALS, Approvals
from memory.stores.charts import CHARTS, Charts
from memory.stores.dead_letters import DEAD_LETTERS, DeadLetters
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
    """

    backend: Backend
    workspace: str = WORKSPACE

    def of(self, tenant: str) -> "ScopedMemory":
        """Return a tenant's memory; nothing of another tenant is in it."""
        return ScopedMemory(self.backend, Scope(tenant, self.workspace))

    def tenants(self) -> list[str]:
        """Return the tenants that something is known of in this workspace."""
        return sorted({size.scope.tenant for size in self.backend.sizes() if size.scope.workspace == self.workspace})


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
        overlays: the merged settings.
        outbox: events that are to be sent.
    """

    run: RunRecord
    artifacts: ArtifactSet | None = None
    generated: ArtifactSet | None = None
    trace: KnownTrace | None = None
    chart: ChartRecord | None = None
    templates: Sequence[TemplateRecord] = field(default=())
    overlays: Sequence[OverlayRecord] = field(default=())
    outbox: Sequence[OutboxEntry] = field(default=())


class ScopedMemory:
    """The memory of one tenant in one workspace.

    Args:
        backend: what keeps the rows.
        scope: whose they are.
    """

    def __init__(self, backend: Backend, scope: Scope) -> None:
        self._backend = backend
        self.scope = scope

    @cached_property
    def runs(self) -> Runs:
        """Which runs there were."""
        return Runs(self._backend, self.scope, RUNS)

    @cached_property
    def traces(self) -> Traces:
        """Which trace led to which artifacts."""
        return Traces(self._backend, self.scope, TRACES)

    @cached_property
    def artifacts(self) -> Packs:
        """The bytes of artifacts."""
        return Packs(self._backend, self.scope)

    @cached_property
    def charts(self) -> Charts:
        """What was published of components' charts."""
        return Charts(self._backend, self.scope, CHARTS)

    @cached_property
    def outbox(self) -> Outbox:
        """Which events are to be sent."""
        return Outbox(self._backend, self.scope, OUTBOX)

    @cached_property
    def templates(self) -> Templates:
        """What templates were and rendered to."""
        return Templates(self._backend, self.scope, TEMPLATES)

    @cached_property
    def overlays(self) -> Overlays:
        """What environments set."""
        return Overlays(self._backend, self.scope, OVERLAYS)

    @cached_property
    def approvals(self) -> Approvals:
        """What people decided."""
        return Approvals(self._backend, self.scope, APPROVALS)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """Which events came to nothing for good."""
        return DeadLetters(self._backend, self.scope, DEAD_LETTERS)

    def commit(self, written: Written) -> None:
        """Write what a run leaves: all of it or nothing.

        Raises:
            OutsideError: memory cannot be written.
        """
        self._backend.write(self.scope, list(self._rows(written)))

    def _rows(self, written: Written) -> list[Row]:
        rows = [RUNS.row(written.run)]
        packs = [files for files in (written.artifacts, written.generated) if files is not None]
        rows += [pack_row(files) for files in packs if not self.artifacts.has(files.digest)]
        rows += [TRACES.row(written.trace)] if written.trace is not None else []
        rows += [CHARTS.row(written.chart)] if written.chart is not None else []
        rows += [*map(TEMPLATES.row, written.templates), *map(OVERLAYS.row, written.overlays)]
        return [*rows, *map(OUTBOX.row, written.outbox)]
