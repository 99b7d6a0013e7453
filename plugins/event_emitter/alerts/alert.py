"""What people are told, and what calls for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest

#: The event that calls for an alert. What the gate blocks is told by it too: it comes right after
#: InfraValidationFailed, in the same entry of the outbox, and says more.
CALLS = "InfrastructureGenerationFailed"
#: What an alert about events that nobody can use is called.
DEAD_LETTERS = "dead_letters"
#: What an alert about something that takes somebody's leave is called.
APPROVAL_NEEDED = "approval_needed"
#: What one about a draft that waits is called.
DRAFT_PENDING = "draft_pending"


class Mistake(FrozenModel):
    """One thing to mend.

    Attributes:
        code: its code.
        path: where, if that is known.
        message: what is wrong.
        remedy: how to mend it.
    """

    code: str
    path: str = ""
    message: str
    remedy: str = ""


class LeaveAsked(FrozenModel):
    """Something that takes somebody's leave.

    Attributes:
        subject: its id.
        kind: what of it takes leave.
        target: what it is done to, such as the id of a run.
        by: who wants to do it.
        reason: why.
        details: what would be done.
        at: when it was asked for; UTC, ISO 8601.
    """

    subject: str
    kind: str
    target: str
    by: str
    reason: str
    details: list[str]
    at: str


class Alert(FrozenModel):
    """What somebody has to know.

    Attributes:
        id: the same for the same alert, however often it is tried.
        subject: the component, or what else it is about.
        failure: name of the failure, in the words of the escalation policy.
        trace_id: the trace, if there is one.
        mistakes: what is to be mended.
        recipients: whom it concerns.
        at: when it happened; UTC, ISO 8601.
    """

    id: str
    subject: str
    failure: str
    trace_id: str = ""
    mistakes: list[Mistake]
    recipients: list[str]
    at: str

    @property
    def cause(self) -> tuple[str, ...]:
        """What is the same for alerts that people need not be told twice."""
        return (self.subject, self.failure, *sorted({mistake.code for mistake in self.mistakes}))


def alert_of(event_id: str, payload: Mapping[str, Any]) -> Alert | None:
    """Return the alert that an event calls for; nothing, if it calls for none.

    Args:
        event_id: id of the event.
        payload: its payload.
    """
    if payload.get("event") != CALLS:
        return None
    mistakes = [
        Mistake(
            code=error["code"], path=error["path"] or "", message=error["message"], remedy=error.get("remedy") or ""
        )
        for error in payload["errors"]
    ]
    return Alert(
        id=event_id,
        subject=payload["component"] or "a bundle",
        failure=payload["failure"],
        trace_id=payload["trace_id"] or "",
        mistakes=mistakes,
        recipients=payload["escalate_to"],
        at=payload["timestamp"],
    )


def dead_letters(place: str, reasons: Sequence[str], recipients: Sequence[str], at: str) -> Alert:
    """Return the alert about events that were put aside because nobody can use them.

    Args:
        place: the queue, or the channel that refused them.
        reasons: why, one for each.
        recipients: whom it concerns.
        at: when; UTC, ISO 8601.
    """
    mistakes = [
        Mistake(code="dead-letter", path=place, message=reason, remedy="See what it is, then send it again or drop it.")
        for reason in reasons
    ]
    return Alert(
        id=json_digest([DEAD_LETTERS, place, at, list(reasons)]),
        subject=place,
        failure=DEAD_LETTERS,
        mistakes=mistakes,
        recipients=list(recipients),
        at=at,
    )


def approval_needed(asked: LeaveAsked, recipients: Sequence[str]) -> Alert:
    """Return the alert about something that somebody has to allow or to refuse.

    Args:
        asked: what is asked for.
        recipients: whom it concerns.
    """
    remedy = f"Look at it, then run `infra-engineer approvals approve {asked.subject}` or `approvals reject`."
    message = f"{asked.by} asks for leave ({asked.kind}): {asked.reason}"
    mistakes = [Mistake(code="approval-needed", path=asked.target, message=message, remedy=remedy)]
    mistakes += [Mistake(code="approval-needed", message=detail) for detail in asked.details]
    return Alert(
        id=json_digest([APPROVAL_NEEDED, asked.subject, asked.at]),
        subject=f"{asked.target}, {asked.subject}",
        failure=APPROVAL_NEEDED,
        mistakes=mistakes,
        recipients=list(recipients),
        at=asked.at,
    )
