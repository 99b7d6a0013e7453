"""One run that publishes recorded artifacts, from start to end: nothing is built, and the gate looks again."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

from agent.execution.announcing import ReportCrash, announced, own_error
from agent.execution.engine import Engine
from agent.execution.failing import blocking_report
from agent.execution.filters.telemetry import counted_attempts
from agent.execution.publishing import Publishing
from agent.execution.recording.publication import Published, recorded_publication
from agent.execution.recording.recorder import Recorder
from agent.execution.run import events_of, not_announced
from agent.planning.recipes.recorded import compose_recorded
from agent.telemetry.observing import Observer, observed
from agent.telemetry.subject import recorded_subject
from foundation.model.destination import Destination
from foundation.model.errors import AgentError, GateError
from foundation.model.policy.platform import PlatformPolicy, escalation_of
from foundation.model.run.failure import Failure
from foundation.model.run.publication import Publication, PublicationStatus


class Publisher:
    """Publishes recorded artifacts.

    Args:
        engine: runs plans.
        policy: returns the platform policy, which says whom failures concern.
        report_crash: takes an exception that nobody expected, for the log.
        ready: refuses a destination that cannot be saved at, before anything is done.
        recorder: gives memory what runs leave; without one nothing is kept.
        observer: watches runs, if anybody does.
    """

    def __init__(
        self,
        engine: Engine,
        policy: Callable[[], PlatformPolicy],
        report_crash: ReportCrash,
        ready: Callable[[Destination], None] = lambda _: None,
        recorder: Recorder | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._observer = observer
        self._engine = engine
        self._policy = policy
        self._report_crash = report_crash
        self._ready = ready
        self._recorder = recorder

    def publish(self, publishing: Publishing) -> Publication:
        """Publish recorded artifacts; failures come back as results, with their events emitted."""
        with closing(asyncio.new_event_loop()) as loop:
            return loop.run_until_complete(self._watched(publishing))

    async def _watched(self, publishing: Publishing) -> Publication:
        context, recorded = publishing.context, publishing.record.run
        subject = recorded_subject(publishing.recipe.name, recorded, publishing.trace, context)
        with observed(self._observer, lambda: subject) as ended:
            publication = await self._published(publishing, context)
            ended(publication)
        return publication

    async def _published(self, publishing: Publishing, context: dict[str, Any]) -> Publication:
        recipe = publishing.recipe
        with (
            counted_attempts() as attempts,
            recorded_publication(self._recorder, Published(publishing, context, attempts)) as run,
        ):
            try:
                if publishing.options.destination is not None:
                    self._ready(publishing.options.destination)
                await self._engine.run(compose_recorded(recipe), recipe, context)
            except Exception as failed:
                error = own_error(failed, self._report_crash)
            else:
                return _result(publishing, context, "published", events=context["events"])
            if "receipt" in context:
                run.failed = error, list(error.problems)
                problems = [*error.problems, not_announced(context["receipt"], publishing.command)]
                return _result(publishing, context, "saved", error, problems=problems, events=events_of(error))
            return await self._failed(run, error)

    async def _failed(self, run: Published, error: AgentError) -> Publication:
        publishing, context = run.publishing, run.context
        report = blocking_report(error, context.get("report"))
        if report is not None:
            error = GateError(*(finding.problem for finding in report.errors))
        run.failed = error, list(error.problems)
        failure = Failure(
            execution_id=publishing.trace.execution_id,
            subject=publishing.record.artifacts.digest,
            component=publishing.record.run.component,
            trace_id=publishing.trace.trace_id,
            failure=error.failure,
            problems=list(error.problems),
            report=report,
            attempts=run.attempts.most,
            recipients=escalation_of(self._policy).recipients(error.failure),
        )
        events, lost = await announced(self._engine, failure, self._report_crash)
        status: PublicationStatus = "failed" if report is None else "blocked"
        return _result(publishing, context, status, error, problems=[*error.problems, *lost], events=events)


def _result(
    publishing: Publishing,
    context: Mapping[str, Any],
    status: PublicationStatus,
    error: AgentError | None = None,
    **told: Any,
) -> Publication:
    return Publication(
        kind=publishing.recipe.name,
        status=status,
        recorded=publishing.record.run,
        artifacts=publishing.record.artifacts,
        trace=publishing.trace,
        report=context.get("report"),
        receipt=context.get("receipt"),
        failure=error.failure if error is not None else None,
        fault=error.fault if error is not None else None,
        **told,
    )
