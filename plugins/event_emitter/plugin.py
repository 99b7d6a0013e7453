"""EventEmitter as kernel functions."""

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.destination import Receipt
from foundation.model.events import EventLog
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.failure import Failure
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import Trace
from plugins.event_emitter.emitter import Emitter
from plugins.step import step


class EventEmitterPlugin:
    """Emits lifecycle events.

    Args:
        emitter: publishes them.
    """

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter

    @step("emit", produces="events", description="Emit the lifecycle events of a run that was saved.")
    def emit(
        self, trace: Trace, effective: EffectiveComponent, chart: Chart, artifacts: ArtifactSet, receipt: Receipt
    ) -> EventLog:
        """Emit TraceLinkValidated, InfrastructureGenerated, HelmChartReady and ManifestPublished."""
        return self._emitter.saved(trace, effective, chart, artifacts, receipt)

    @step("emit_recorded", produces="events", description="Emit the lifecycle events of recorded artifacts.")
    def emit_recorded(self, trace: Trace, recorded: RecordedRun, artifacts: ArtifactSet, receipt: Receipt) -> EventLog:
        """Emit the events of a run that saved; they name the earlier run, if this one puts its artifacts back."""
        return self._emitter.published(trace, recorded, artifacts, receipt)

    @step("emit_failure", produces="failure_events", description="Emit the events of a run that was given up.")
    def emit_failure(self, failure: Failure) -> EventLog:
        """Emit InfraValidationFailed, if the gate blocked, and InfrastructureGenerationFailed."""
        return self._emitter.failed(failure)
