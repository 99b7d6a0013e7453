"""What is known of a run whose artifacts were recorded: its component, its trace, and the gate's report on it."""

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.trace import Trace, TraceMetadata, execution_id_of


class RecordedRun(FrozenModel):
    """An earlier run, as its artifacts tell of it. The bundle is not part of them.

    Attributes:
        component: name in the bundle, such as ``OrderService``.
        slug: name of the chart and of its objects, such as ``orderservice``.
        tenant: owning tenant.
        namespace: namespace of every object.
        environments: environments that there are manifests for.
        chart_version: version of the chart.
        trace: the trace of that run.
        metadata: labels and annotations that every object has to carry by it.
        report: what the gate said of the artifacts then.
        report_file: that report in its own bytes.
    """

    component: str
    slug: str
    tenant: str
    namespace: str
    environments: list[str]
    chart_version: str
    trace: Trace
    metadata: TraceMetadata
    report: Report
    report_file: Artifact

    @property
    def archive(self) -> str:
        """File name of the chart's archive."""
        return f"{self.slug}-{self.chart_version}.tgz"


class Record(FrozenModel):
    """A recorded run and its artifacts.

    Attributes:
        run: what is known of the run.
        artifacts: its files but for the report, in their exact bytes.
    """

    run: RecordedRun
    artifacts: ArtifactSet

    @property
    def rolled_back(self) -> Trace:
        """Return the trace of a run that puts the record back: a run of its own, linked to the earlier one.

        Its id derives from what is put back, so that a run that is repeated because its events were lost is the same
        run to whoever got some of them.
        """
        earlier = self.run.trace.execution_id
        digest = json_digest(["rollback", earlier, self.artifacts.digest]).removeprefix("sha256:")
        changed = {"execution_id": execution_id_of(None, digest), "previous_execution_id": earlier}
        return self.run.trace.model_copy(update=changed)
