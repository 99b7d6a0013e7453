"""Bundles that are refused before there is a run: they are announced like runs that were given up."""

from agent.execution.recording.recorder import Recorder
from agent.execution.recording.rejection import recorded_rejection
from foundation.model.digests import json_digest
from foundation.model.errors import AgentError
from foundation.model.events import EventLog, UndeliveredError
from foundation.model.policy.escalation import EscalationPolicy
from foundation.model.run.failure import Failure
from foundation.model.run.trace import execution_id_of
from memory.records.requests import RecordedRequest
from plugins.event_emitter.emitter import Emitter


def reject(
    source: str,
    error: AgentError,
    emitter: Emitter,
    escalation: EscalationPolicy,
    recorder: Recorder | None = None,
    written: RecordedRequest | None = None,
) -> EventLog:
    """Announce a refusal.

    Args:
        source: what was to be generated, as the user named it.
        error: what is wrong with it; if its event cannot be delivered, that is added to its problems.
        emitter: publishes the event.
        escalation: says whom the failure concerns.
        recorder: gives memory what is left of it; without one nothing is kept.
        written: what was given, if it can be kept.

    Returns:
        The event.
    """
    problems = list(error.problems)
    # Nobody knows the content of what cannot be read; the same refusal of the same source is the same run.
    digest = json_digest([source, [problem.model_dump() for problem in problems]]).removeprefix("sha256:")
    failure = Failure(
        execution_id=execution_id_of(None, digest),
        subject=source,
        component=source,
        trace_id=None,
        failure=error.failure,
        problems=problems,
        recipients=escalation.recipients(error.failure),
    )
    with recorded_rejection(recorder, failure, error, written):
        try:
            return emitter.failed(failure)
        except UndeliveredError as lost:
            error.problems = (*error.problems, *lost.problems)
            return EventLog(events=lost.events)
