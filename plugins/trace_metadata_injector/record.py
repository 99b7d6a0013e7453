"""What memory keeps of a run."""

from pathlib import PurePosixPath

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.trace import KnownTrace, Trace


def trace_record(trace: Trace, effective: EffectiveComponent, artifacts: ArtifactSet, now: str) -> KnownTrace:
    """Return the trace-to-artifact record of a run.

    Args:
        trace: the run's trace.
        effective: the component.
        artifacts: the saved files.
        now: UTC time, ISO 8601.
    """
    chart_path = f"charts/{effective.slug}/"
    manifests = {PurePosixPath(artifact.path).name for artifact in artifacts.under("manifests/")}
    return KnownTrace(
        trace_id=trace.trace_id,
        blueprint_id=trace.blueprint_id,
        component_scope=trace.component_scope,
        component=effective.name,
        chart_path=chart_path if artifacts.under(chart_path) else "",
        artifacts=sorted(manifests),
        environments=[environment.name for environment in effective.environments],
        digest=artifacts.digest,
        recorded_at=now,
    )
