"""Spans of runs, as the mission's specification names and tags them.

A run is one span, ``infragen.start``, and its parts are spans below it. An attempt at a step is an event of its part.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import time_ns
from typing import TYPE_CHECKING

from agent.telemetry.failing import failure_name
from agent.telemetry.observing import Outcome
from agent.telemetry.parents import Parent, current_parent
from agent.telemetry.phases import COMPLETE, PHASES, START, VALIDATE, phase_of
from agent.telemetry.subject import Subject
from foundation.model.errors import GateError
from foundation.model.run.request import GenerationResult

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer

_DONE = frozenset({"generated", "published"})
#: The code of the gate's finding that says what helm lint refused.
_LINT = "helm-lint"
#: The step that announces that there are no artifacts.
_GIVE_UP = "event_emitter.emit_failure"


class SpanObserver:
    """Watches runs as spans.

    Args:
        tracer: makes them.
    """

    def __init__(self, tracer: "Tracer") -> None:
        self._tracer = tracer

    @contextmanager
    def watch(self, subject: Subject) -> Iterator["RunSpans"]:
        """See ``Observer.watch``."""
        from opentelemetry import trace

        root = self._tracer.start_span(START, context=_context_of(current_parent()))
        spans = RunSpans(self._tracer, root, subject)
        try:
            with trace.use_span(root, record_exception=False, set_status_on_exception=False):
                yield spans
        finally:
            spans.close()


class RunSpans:
    """The spans of one run.

    Args:
        tracer: makes them.
        root: the run's own.
        subject: what it is about.
    """

    def __init__(self, tracer: "Tracer", root: "Span", subject: Subject) -> None:
        self._tracer = tracer
        self._root = root
        self._subject = subject
        self._phase = ""
        self._span: Span | None = None
        #: Steps of the present part that failed, and were not tried again with success.
        self._failed: dict[str, str] = {}
        self._seen: set[str] = set()
        self._gave_up = False
        self._is_told = False

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """See ``Observation.step``."""
        from opentelemetry import trace

        span = self._span_of(phase_of(name))
        span.add_event("step", {"step": name})
        self._gave_up = self._gave_up or name == _GIVE_UP
        try:
            with trace.use_span(span, record_exception=False, set_status_on_exception=False):
                yield
        except Exception as error:
            self._failed[name] = failure_name(error)
            span.add_event("failed", {"step": name, "failure": self._failed[name]})
            raise
        self._failed.pop(name, None)

    def ended(self, outcome: Outcome) -> None:
        """See ``Observation.ended``."""
        self._end_phase()
        self._skip_others()
        status = "skipped" if outcome.status == "unchanged" else "success" if outcome.status in _DONE else "failed"
        self._root.set_attributes(_lint_tags(outcome))
        self._end(self._root, status, outcome.failure)
        self._is_told = True

    def close(self) -> None:
        """End what is not ended: whoever ran it was interrupted."""
        if not self._is_told:
            self._end_phase()
            self._end(self._root, "failed", "interrupted")

    def _span_of(self, phase: str) -> "Span":
        if self._span is None or self._phase != phase:
            self._end_phase()
            self._span, self._phase, self._failed = self._tracer.start_span(phase), phase, {}
            self._seen.add(phase)
        return self._span

    def _end_phase(self) -> None:
        if self._span is None:
            return
        failure = next(iter(self._failed.values()), None)
        if failure is None and self._phase == VALIDATE and self._subject.chart_status == "blocked":
            failure = GateError.failure
        # Who announces a failure emits no artifact.
        done = "skipped" if self._gave_up and self._phase == COMPLETE else "success"
        self._end(self._span, "failed" if failure else done, failure)
        self._span = None

    def _skip_others(self) -> None:
        """Say of each part that the run did not come to that it did not."""
        if not self._seen:
            return
        now = time_ns()
        for phase in PHASES:
            if phase not in self._seen:
                self._end(self._tracer.start_span(phase, start_time=now), "skipped", None)

    def _end(self, span: "Span", status: str, failure: str | None) -> None:
        from opentelemetry.trace import StatusCode

        span.set_attributes({**self._subject.tags, "status": status, "chart_status": self._subject.chart_status})
        if status == "failed":
            span.set_attribute("failure_reason", failure or "unknown")
            span.set_status(StatusCode.ERROR, failure)
        span.end()


def _context_of(parent: Parent | None) -> "Context":
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    if parent is None:
        return Context()
    return TraceContextTextMapPropagator().extract(parent.model_dump(), context=Context())


def _lint_tags(outcome: Outcome) -> dict[str, bool]:
    """Say whether helm lint accepted the chart, if it was asked."""
    report = outcome.report
    if not isinstance(outcome, GenerationResult) or outcome.helm_lint is None or report is None:
        return {}
    return {"helm_lint_passed": not any(finding.code == _LINT for finding in report.findings)}
