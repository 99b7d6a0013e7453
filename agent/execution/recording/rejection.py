"""What memory gets of bundles that were refused before there was a run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from agent.execution.recording.recorder import Recorder, remembered
from agent.execution.recording.recording import Recording, status_of
from foundation.model.errors import AgentError, Problem
from foundation.model.run.failure import Failure
from memory.memory import Written
from memory.records.requests import RecordedRequest
from memory.records.runs import RunRecord, run_id_of


@dataclass
class _Once:
    """It was tried once, and took no step."""

    timings: dict[str, float] = field(default_factory=dict)
    most: int = 1


class _Refused:
    """A run that did not begin.

    Args:
        error: why.
    """

    def __init__(self, error: AgentError) -> None:
        self.failed: tuple[AgentError, list[Problem]] | None = (error, list(error.problems))
        self.attempts = _Once()
        self.has_saved = False


@contextmanager
def recorded_rejection(
    recorder: Recorder | None, failure: Failure, error: AgentError, written: RecordedRequest | None = None
) -> Iterator[None]:
    """Have memory get what is left of bundles that were refused.

    Args:
        recorder: writes it; without one nothing is kept.
        failure: what is announced of it.
        error: what is wrong with them.
        written: what was given, if it can be kept.
    """
    with remembered(recorder, lambda now: _recording(failure, error, now, written)):
        yield


def _recording(
    failure: Failure, error: AgentError, now: Callable[[], str], written: RecordedRequest | None
) -> Recording:
    started_at, refused = now(), _Refused(error)

    def describe(recording: Recording, previous: str | None) -> Written:
        record = RunRecord(
            run_id=recording.run_id,
            execution_id=failure.execution_id,
            status=status_of(error, saved=False, told=recording.told),
            component=failure.component,
            tenant=recording.tenant or "",
            request=written,
            problems=failure.problems,
            failure=failure.failure,
            previous_run=previous,
            started_at=started_at,
            recorded_at=now(),
        )
        return Written(run=record)

    run_id = run_id_of("generate", failure.execution_id, failure.digest)
    return Recording(run_id, failure.component, written.tenant if written else None, describe, refused)
