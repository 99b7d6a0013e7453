"""What memory gets of a run that publishes recorded artifacts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from agent.execution.filters.telemetry import Attempts
from agent.execution.publishing import Publishing
from agent.execution.recording.recorder import Recorder, remembered
from agent.execution.recording.recording import Recording, landings, published_chart, status_of
from foundation.model.errors import AgentError, Problem
from memory.memory import Written
from memory.records.runs import RunKind, RunRecord, run_id_of

_KINDS: dict[str, RunKind] = {"republish": "republish", "rollback": "rollback"}


@dataclass
class Published:
    """A run of recorded artifacts while it lasts.

    Attributes:
        publishing: what is to be published.
        context: the named values of its steps.
        attempts: how often its steps were tried.
        failed: what it was given up for, if it was, and everything that is wrong.
    """

    publishing: Publishing
    context: Mapping[str, Any]
    attempts: Attempts
    failed: tuple[AgentError, list[Problem]] | None = field(default=None)

    @property
    def has_saved(self) -> bool:
        """Whether the artifacts are at their place."""
        return "receipt" in self.context


@contextmanager
def recorded_publication(recorder: Recorder | None, run: Published) -> Iterator[Published]:
    """Have memory get what a run of recorded artifacts leaves.

    Args:
        recorder: writes it; without one nothing is kept.
        run: the run, before its first step.
    """
    with remembered(recorder, partial(_recording, run)):
        yield run


def _recording(run: Published, now: Callable[[], str]) -> Recording:
    publishing, started_at = run.publishing, now()
    kind, digest = _KINDS[publishing.recipe.name], publishing.record.artifacts.digest
    recorded = publishing.record.run

    def describe(recording: Recording, previous: str | None) -> Written:
        record = _record(run, recording, previous, started_at, now())
        if not run.has_saved:
            return Written(run=record)
        artifacts = publishing.record.artifacts
        return Written(
            run=record,
            artifacts=artifacts,
            trace=recording.trace,
            chart=published_chart(record, recorded.slug, artifacts),
        )

    return Recording(
        run_id=run_id_of(kind, publishing.trace.execution_id, digest),
        component=recorded.component,
        tenant=recorded.tenant,
        describe=describe,
        run=run,
    )


def _record(run: Published, recording: Recording, previous: str | None, started_at: str, now: str) -> RunRecord:
    publishing, context = run.publishing, run.context
    recorded, trace, report = publishing.record.run, publishing.trace, context.get("report")
    error, problems = run.failed or (None, [])
    return RunRecord(
        run_id=recording.run_id,
        execution_id=trace.execution_id,
        kind=_KINDS[publishing.recipe.name],
        status=status_of(error, saved=run.has_saved, told=recording.told),
        component=recorded.component,
        tenant=recorded.tenant,
        trace_id=trace.trace_id,
        blueprint_id=trace.blueprint_id,
        component_scope=trace.component_scope,
        request_digest=publishing.record.artifacts.request_digest,
        report=recorded.report if run.has_saved else report,
        findings=report.findings if report is not None else [],
        problems=problems,
        failure=error.failure if error is not None else None,
        timings=dict(run.attempts.timings),
        attempts=run.attempts.most,
        artifacts=publishing.record.artifacts.digest if run.has_saved else None,
        chart_version=recorded.chart_version,
        environments=recorded.environments,
        landings=landings(context["receipt"]) if run.has_saved else [],
        previous_run=previous,
        restored_run=trace.previous_execution_id,
        asked=publishing.asked,
        started_at=started_at,
        recorded_at=now,
    )
