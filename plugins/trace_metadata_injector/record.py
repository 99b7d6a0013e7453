"""What memory keeps of a run."""

from pathlib import PurePosixPath

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import KnownTrace, Trace


def trace_record(trace: Trace, effective: EffectiveComponent, artifacts: ArtifactSet, now: str) -> KnownTrace:
    """Return the trace-to-artifact record of a run.

    Args:
        trace: the run's trace.
        effective: the component.
        artifacts: the saved files.
        now: UTC time, ISO 8601.
    """
    environments = [environment.name for environment in effective.environments]
    return _record(trace, effective.name, effective.slug, environments, artifacts, now)


def record_of_recorded(trace: Trace, recorded: RecordedRun, artifacts: ArtifactSet, now: str) -> KnownTrace:
    """Return the trace-to-artifact record of a run that published recorded artifacts.

    Args:
        trace: the run's trace.
        recorded: what is known of the run that made the artifacts.
        artifacts: the files.
        now: UTC time, ISO 8601.
    """
    return _record(trace, recorded.component, recorded.slug, recorded.environments, artifacts, now)


def _record(
    trace: Trace, component: str, slug: str, environments: list[str], artifacts: ArtifactSet, now: str
) -> KnownTrace:
    chart_path = f"charts/{slug}/"
    manifests = {PurePosixPath(artifact.path).name for artifact in artifacts.under("manifests/")}
    return KnownTrace(
        trace_id=trace.trace_id,
        blueprint_id=trace.blueprint_id,
        component_scope=trace.component_scope,
        component=component,
        chart_path=chart_path if artifacts.under(chart_path) else "",
        artifacts=sorted(manifests),
        environments=environments,
        digest=artifacts.digest,
        recorded_at=now,
    )
