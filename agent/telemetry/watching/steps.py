"""A log line for every attempt at a step, and one for the run, with the fields of the mission's specification."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from agent.telemetry.failing import failure_name
from agent.telemetry.observing import Outcome
from agent.telemetry.subject import Subject

#: The step after which files are there.
_SAVE = "artifact_emitter.save"
_DONE = {"generated": "success", "published": "success", "unchanged": "skipped"}

#: Logs an event with details.
Info = Callable[..., None]


class StepLogObserver:
    """Watches runs for the log.

    Args:
        info: logs.
    """

    def __init__(self, info: Info) -> None:
        self._info = info

    @contextmanager
    def watch(self, subject: Subject) -> Iterator["LoggedRun"]:
        """See ``Observer.watch``."""
        yield LoggedRun(subject, self._info)


class LoggedRun:
    """One run.

    Args:
        subject: what it is about.
        info: logs.
    """

    def __init__(self, subject: Subject, info: Info) -> None:
        self._subject = subject
        self._info = info
        self._began = perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """See ``Observation.step``."""
        began = perf_counter()
        try:
            yield
        except Exception as error:
            self._line("step", "failed", [], began, step=name, failure_reason=failure_name(error))
            raise
        self._line("step", "success", self._subject.files if name == _SAVE else [], began, step=name)

    def ended(self, outcome: Outcome) -> None:
        """See ``Observation.ended``."""
        result = _DONE.get(outcome.status, "failed")
        reason = {"failure_reason": outcome.failure} if outcome.failure else {}
        files = self._subject.files if result == "success" else []
        self._line("run", result, files, self._began, kind=self._subject.kind, status=outcome.status, **reason)

    def _line(self, event: str, result: str, files: list[str], began: float, **more: Any) -> None:
        tags = self._subject.tags
        self._info(
            event,
            trace_id=tags.get("trace_id"),
            component=tags["repo"],
            template_id=self._subject.template_id,
            result=result,
            files_generated=files,
            execution_id=tags["execution_id"],
            **more,
            duration_ms=round((perf_counter() - began) * 1000, 3),
        )
