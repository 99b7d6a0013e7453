"""The payloads of the lifecycle events; field names are the mission's."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.errors import PullRequestUnlinkedError
from foundation.model.events import Event, EventName, event_id
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.failure import Failure
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import GENERATED_BY, Trace


def success_events(
    trace: Trace, effective: EffectiveComponent, chart: Chart, artifacts: ArtifactSet, timestamp: str
) -> list[Event]:
    """Return the events of a run whose artifacts were saved; what was not saved is not announced.

    Args:
        trace: the run's trace.
        effective: the component.
        chart: its chart.
        artifacts: the saved files.
        timestamp: UTC time of the emission, ISO 8601.
    """
    named = _Announced(effective.name, effective.tenant, effective.namespace, chart.name, chart.version)
    return _success(trace, named, [environment.name for environment in effective.environments], artifacts, timestamp)


def recorded_events(trace: Trace, recorded: RecordedRun, artifacts: ArtifactSet, timestamp: str) -> list[Event]:
    """Return the events of a run that published recorded artifacts.

    Args:
        trace: the run's trace: that of the recorded run, which is announced once more, or one that links to it.
        recorded: what is known of the run that made the artifacts.
        artifacts: the published files.
        timestamp: UTC time of the emission, ISO 8601.
    """
    component, tenant, namespace = recorded.component, recorded.tenant, recorded.namespace
    named = _Announced(component, tenant, namespace, recorded.slug, recorded.chart_version)
    return _success(trace, named, recorded.environments, artifacts, timestamp)


class _Announced(NamedTuple):
    """What events call a component and its chart."""

    component: str
    tenant: str
    namespace: str
    chart: str
    version: str


def _success(
    trace: Trace, named: _Announced, environments: Sequence[str], artifacts: ArtifactSet, timestamp: str
) -> list[Event]:
    earlier = {"previous_execution_id": trace.previous_execution_id} if trace.previous_execution_id else {}
    common = {
        "trace_id": trace.trace_id,
        "blueprint_id": trace.blueprint_id,
        "component_scope": trace.component_scope,
        "execution_id": trace.execution_id,
        **earlier,
        "agent_origin": trace.agent_origin,
        "component": named.component,
        "tenant": named.tenant,
        "repo": named.component,
    }
    digest = artifacts.digest
    tail = {"digest": digest, "agent": GENERATED_BY, "timestamp": timestamp}
    chart_path = f"charts/{named.chart}/"

    def event(name: EventName, environment: str, fields: dict[str, Any]) -> Event:
        payload = {**common, **fields, **tail}
        return _event(name, payload, event_id(trace.execution_id, name, environment, digest))

    linked = {"pull_request": trace.pull_request} if trace.pull_request else {}
    events = [event("TraceLinkValidated", "", {"source": trace.source, **linked})]
    for name in environments:
        folder = f"manifests/{name}/"
        files = [artifact.path.removeprefix(folder) for artifact in artifacts.under(folder)]
        made = {"chart_path": chart_path} if artifacts.find(f"{chart_path}Chart.yaml") else {}
        where = {"target_environment": name, "env": name, "namespace": named.namespace, "files": files}
        events.append(event("InfrastructureGenerated", name, {**made, **where}))
    package = f"charts/{named.chart}-{named.version}.tgz"
    if artifacts.find(package) is not None:
        ready = {"chart": named.chart, "version": named.version, "chart_path": chart_path, "package": package}
        events.append(event("HelmChartReady", "", ready))
    for name in environments:
        folder = f"manifests/{name}/"
        if artifacts.under(folder):
            published = {"env": name, "manifest_path": folder, "namespace": named.namespace}
            events.append(event("ManifestPublished", name, published))
    return events


def last_events(paths: Sequence[str]) -> set[tuple[str, str]]:
    """Return the events that come last of those of a run that saved, by name and environment.

    Who has these has all: events are delivered in their order. A run that saved neither manifests nor a package has
    none of which that could be told.

    Args:
        paths: paths of what was saved.
    """
    folders = [path.split("/") for path in paths]
    environments = {parts[1] for parts in folders if parts[0] == "manifests" and len(parts) > 2}
    if environments:
        return {("ManifestPublished", environment) for environment in environments}
    packaged = any(parts[0] == "charts" and parts[-1].endswith(".tgz") and len(parts) == 2 for parts in folders)
    return {("HelmChartReady", "")} if packaged else set()


def validation_failed(failure: Failure, report: Report, timestamp: str) -> Event:
    """Return InfraValidationFailed for a report that blocks."""
    return _event(
        "InfraValidationFailed",
        {
            "trace_id": failure.trace_id,
            "component": failure.component,
            "status": "failed",
            "errors": [f"{finding.file or finding.path}: {finding.message}" for finding in report.errors],
            "digest": report.digest,
            "escalate_to": failure.recipients,
            "agent": GENERATED_BY,
            "timestamp": timestamp,
        },
        event_id(failure.execution_id, "InfraValidationFailed", "", report.digest),
    )


def generation_failed(failure: Failure, timestamp: str) -> Event:
    """Return InfrastructureGenerationFailed for a run that was given up."""
    return _event(
        "InfrastructureGenerationFailed",
        {
            "trace_id": failure.trace_id,
            "component": failure.component,
            "reason": "; ".join(problem.message for problem in failure.problems),
            "failure": failure.failure,
            # A broken guardrail is nobody's failure yet: it warns, and blocks.
            **({"severity": "warning"} if failure.failure == PullRequestUnlinkedError.failure else {}),
            "errors": [
                {"code": problem.code, "path": problem.path, "message": problem.message, "remedy": problem.remedy}
                for problem in failure.problems
            ],
            **_annotated(failure),
            "attempts": failure.attempts,
            "escalate_to": failure.recipients,
            "status": "aborted",
            "agent": GENERATED_BY,
            "timestamp": timestamp,
        },
        event_id(failure.execution_id, "InfrastructureGenerationFailed", "", failure.digest),
    )


def _annotated(failure: Failure) -> dict[str, Any]:
    """Return the pull request of a failed run, and what is to be noted at which lines."""
    if failure.pull_request is None:
        return {}
    notes = [
        {
            "file": problem.file,
            "line": problem.line,
            "code": problem.code,
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in failure.problems
        if problem.file and problem.line
    ]
    return {"pull_request": failure.pull_request, "annotations": notes}


def _event(name: EventName, payload: dict[str, Any], identity: str) -> Event:
    return Event(id=identity, event=name, payload={"event": name, **payload})
