"""TraceMetadataInjector as kernel functions."""

from collections.abc import Callable

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.destination import Receipt
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.request import Options
from foundation.model.run.trace import KnownTrace, Trace, TraceMetadata
from memory.store import TraceStore
from plugins.step import step
from plugins.trace_metadata_injector.identity import resolve_trace
from plugins.trace_metadata_injector.metadata import trace_metadata
from plugins.trace_metadata_injector.record import record_of_recorded, trace_record


class TraceMetadataInjectorPlugin:
    """Resolves the trace and writes it down.

    Args:
        store: memory of earlier runs.
        default_tenant: tenant of a bundle that names none.
        now: UTC time, ISO 8601.
    """

    def __init__(self, store: TraceStore, default_tenant: Callable[[], str], now: Callable[[], str]) -> None:
        self._store = store
        self._default_tenant = default_tenant
        self._now = now

    @step("resolve", produces="trace", description="Complete the trace identity from the bundle and memory.")
    def resolve(self, bundle: Bundle, bundle_digest: str, options: Options) -> Trace:
        """Complete the trace; memory is asked only when the bundle leaves something out."""
        known: list[KnownTrace] = []
        if bundle.trace_id is not None and not (bundle.blueprint_id and bundle.component_scope):
            known = self._store.find(bundle.tenant or self._default_tenant(), bundle.trace_id)
        trace = resolve_trace(bundle, bundle_digest, known)
        earlier = options.previous_execution_id
        # A bundle may give the id itself: then both runs are of one execution.
        return trace.model_copy(update={"previous_execution_id": earlier}) if earlier != trace.execution_id else trace

    @step("inject", produces="trace_metadata", description="Make the trace labels and annotations of every object.")
    def inject(self, trace: Trace, effective: EffectiveComponent) -> TraceMetadata:
        """Make the labels and annotations."""
        return trace_metadata(trace, effective)

    @step("remember", produces="known_trace", description="Keep which artifacts the trace led to.")
    def remember(
        self, trace: Trace, effective: EffectiveComponent, artifacts: ArtifactSet, receipt: Receipt
    ) -> KnownTrace:
        """Keep the trace for later runs; it needs the receipt, since only saved artifacts count."""
        record = trace_record(trace, effective, artifacts, self._now())
        self._store.remember(effective.tenant, record)
        return record

    @step("remember_recorded", produces="known_trace", description="Keep which recorded artifacts the trace led to.")
    def remember_recorded(
        self, trace: Trace, recorded: RecordedRun, artifacts: ArtifactSet, receipt: Receipt
    ) -> KnownTrace:
        """Keep the trace for later runs; it needs the receipt, since only saved artifacts count."""
        record = record_of_recorded(trace, recorded, artifacts, self._now())
        self._store.remember(recorded.tenant, record)
        return record
