"""What memory gets of a run that generates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from agent.execution.recording.recorder import Recorder, remembered
from agent.execution.recording.recording import Recording, landings, published_chart, status_of
from agent.execution.run import Run
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.digests import json_digest
from foundation.model.run.artifacts import ArtifactSet, sha256
from foundation.model.run.edits import Merging
from foundation.model.run.trace import Trace, execution_id_of
from memory.memory import Written
from memory.records.approvals import granted_exceptions
from memory.records.requests import recorded
from memory.records.runs import RunKind, RunRecord, run_id_of
from memory.records.templates import TemplateRecord


@contextmanager
def recorded_generation(recorder: Recorder | None, run: Run) -> Iterator[Run]:
    """Have memory get what a run leaves.

    Args:
        recorder: writes it; without one nothing is kept.
        run: the run, before its first step.
    """

    def begun(now: Callable[[], str]) -> Recording:
        recording = GenerationNotes(run, now).recording()
        run.notices = recording.notices
        run.run_id = recording.run_id
        return recording

    with remembered(recorder, begun):
        yield run


class GenerationNotes:
    """Describes a run for memory.

    Args:
        run: the run.
        now: UTC time, ISO 8601.
    """

    def __init__(self, run: Run, now: Callable[[], str]) -> None:
        self._run = run
        self._now = now
        self._started_at = now()

    def recording(self) -> Recording:
        """Return the run as it is gathered; nothing is known of it yet but what is asked for."""
        request = self._run.request
        return Recording(
            run_id=run_id_of(self._kind, self._execution, self._name),
            component=request.bundle.component.name,
            tenant=request.bundle.tenant,
            describe=self._written,
            run=self._run,
        )

    @property
    def _kind(self) -> RunKind:
        request = self._run.request
        return "rebuild" if request.rebuilds is not None else "retry" if request.retries is not None else "generate"

    @property
    def _execution(self) -> str:
        return execution_id_of(self._run.request.bundle.execution_id, self._run.request.digest)

    @property
    def _name(self) -> str:
        """What tells it from other runs of its kind and execution; each retry is one of its own."""
        request = self._run.request
        asked = request.options.request_digest or self._asked
        retries = request.retries
        return asked if retries is None else json_digest([asked, retries.model_dump(mode="json")])

    @property
    def _asked(self) -> str:
        """Without a digest of all that it goes by, the time tells a request from the others."""
        return json_digest([self._run.request.digest, self._options, self._started_at])

    @property
    def _options(self) -> dict[str, Any]:
        return self._run.request.options.deciding

    def _written(self, recording: Recording, previous: str | None) -> Written:
        record = self._record(recording, previous)
        effective: EffectiveComponent | None = self._run.context.get("effective")
        artifacts: ArtifactSet | None = self._run.context.get("artifacts")
        merging: Merging | None = self._run.context.get("merging")
        if effective is None or artifacts is None or not self._run.has_saved:
            return Written(run=record)
        return Written(
            run=record,
            artifacts=artifacts,
            generated=merging.generated if merging is not None and merging.own else None,
            trace=recording.trace,
            chart=published_chart(record, effective.slug, artifacts),
            templates=self._templates(record, effective, artifacts),
            approvals=granted_exceptions(record.component, record.report, record.recorded_at) if record.report else (),
        )

    def _record(self, recording: Recording, previous: str | None) -> RunRecord:
        run, context = self._run, self._run.context
        request, trace = run.request, context.get("trace")
        effective, artifacts, report = context.get("effective"), context.get("artifacts"), context.get("report")
        error, problems = run.failed or (None, [])
        return RunRecord(
            run_id=recording.run_id,
            execution_id=self._execution,
            kind=self._kind,
            status=status_of(error, saved=run.has_saved, told=recording.told),
            component=request.bundle.component.name,
            tenant=effective.tenant if effective is not None else recording.tenant or "",
            trace_id=request.bundle.trace_id,
            blueprint_id=trace.blueprint_id if isinstance(trace, Trace) else request.bundle.blueprint_id,
            component_scope=trace.component_scope if isinstance(trace, Trace) else request.bundle.component_scope,
            request_digest=context["options"].request_digest,
            request=recorded(request),
            plan=run.plan,
            report=report,
            findings=run.explained(report.findings) if report is not None else [],
            problems=problems,
            failure=error.failure if error is not None else None,
            timings=dict(run.attempts.timings),
            attempts=run.attempts.most,
            rounds=list(recording.rounds),
            artifacts=artifacts.digest if run.has_saved and artifacts is not None else None,
            chart_version=effective.chart_version if effective is not None else None,
            environments=[environment.name for environment in effective.environments] if effective is not None else [],
            landings=landings(context["receipt"]) if run.has_saved else [],
            previous_run=previous,
            basis=request.basis if context["options"].request_digest else None,
            rebuilt_run=request.rebuilds,
            retries=request.retries,
            started_at=self._started_at,
            recorded_at=self._now(),
        )

    def _templates(
        self, record: RunRecord, effective: EffectiveComponent, artifacts: ArtifactSet
    ) -> list[TemplateRecord]:
        templates, scope = self._run.context.get("templates"), record.component_scope
        if templates is None:
            return []
        return [
            TemplateRecord(
                template_id=templates.chart.id,
                component_type=effective.type,
                component=effective.name,
                sources={one.id: sha256(one.text.encode()) for one in templates.resources},
                asked=json_digest([self._run.request.digest, self._options, record.blueprint_id, scope]),
                rendered=artifacts.digest,
                recorded_at=record.recorded_at,
            )
        ]
