"""EventEmitter as kernel functions."""

from collections.abc import Callable, Sequence

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.destination import WORKSPACE, Receipt
from foundation.model.events import Event, EventLog
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.failure import Failure
from foundation.model.run.trace import Trace
from plugins.event_emitter.buses.bus import EventBus
from plugins.event_emitter.payloads import generation_failed, success_events, validation_failed
from plugins.step import step


class EventEmitterPlugin:
    """Emits lifecycle events.

    Args:
        buses: where to.
        now: UTC time, ISO 8601.
    """

    def __init__(self, buses: Sequence[EventBus], now: Callable[[], str]) -> None:
        self._buses = buses
        self._now = now

    @step("emit", produces="events", description="Emit the lifecycle events of a run that was saved.")
    def emit(
        self, trace: Trace, effective: EffectiveComponent, chart: Chart, artifacts: ArtifactSet, receipt: Receipt
    ) -> EventLog:
        """Emit TraceLinkValidated, InfrastructureGenerated, HelmChartReady and ManifestPublished."""
        folder = receipt.place if receipt.kind == WORKSPACE else None
        return self._publish(success_events(trace, effective, chart, artifacts, self._now()), folder)

    @step("emit_failure", produces="failure_events", description="Emit the events of a run that was given up.")
    def emit_failure(self, failure: Failure) -> EventLog:
        """Emit InfraValidationFailed, if the gate blocked, and InfrastructureGenerationFailed."""
        now = self._now()
        events = []
        if failure.report is not None:
            events.append(validation_failed(failure, failure.report, now))
        events.append(generation_failed(failure, now))
        return self._publish(events, None)

    def _publish(self, events: list[Event], location: str | None) -> EventLog:
        for bus in self._buses:
            bus.publish(events, location)
        return EventLog(events=events)
