"""What memory keeps of a run."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.events import EventLog
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import KnownTrace, Trace
from memory.store import TraceStore


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
    return KnownTrace(
        trace_id=trace.trace_id,
        blueprint_id=trace.blueprint_id,
        component_scope=trace.component_scope,
        component=component,
        chart_path=chart_path if artifacts.under(chart_path) else "",
        artifacts=_manifests([artifact.path for artifact in artifacts.files]),
        environments=environments,
        digest=artifacts.digest,
        recorded_at=now,
    )


def remember_earlier(events: EventLog, paths: list[str], *, store: TraceStore, now: Callable[[], str]) -> bool:
    """Make sure that memory knows a run that was announced before: its file may have been deleted since.

    Args:
        events: the events of the run.
        paths: paths of what it saved.
        store: memory of earlier runs.
        now: UTC time, ISO 8601.

    Returns:
        Whether memory knows it; the events may be too few to tell what to remember.

    Raises:
        OutsideError: the store cannot be read or written.
    """
    told = next((event.payload for event in events.events if event.event == "TraceLinkValidated"), None)
    if told is None:
        return False
    known = store.find(told["tenant"], told["trace_id"])
    if not any((one.component, one.digest) == (told["component"], told["digest"]) for one in known):
        store.remember(told["tenant"], _earlier_record(told, events, paths, now()))
    return True


def _earlier_record(told: Mapping[str, Any], events: EventLog, paths: list[str], now: str) -> KnownTrace:
    charts = {path.rpartition("/templates/")[0] or path.rpartition("/")[0] for path in paths if _is_of_chart(path)}
    return KnownTrace(
        trace_id=told["trace_id"],
        blueprint_id=told["blueprint_id"],
        component_scope=told["component_scope"],
        component=told["component"],
        chart_path=f"{min(charts, key=len)}/" if charts else "",
        artifacts=_manifests(paths),
        environments=events.environments,
        digest=told["digest"],
        recorded_at=now,
    )


def _manifests(paths: list[str]) -> list[str]:
    return sorted({path.rpartition("/")[2] for path in paths if path.startswith("manifests/")})


def _is_of_chart(path: str) -> bool:
    return path.startswith("charts/") and path.count("/") > 1
