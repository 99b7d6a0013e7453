"""What a dead letter says: what came in goes with it, unless nobody could read it or a secret is in it."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from agent.use_cases.fleet.job import Asker, Job
from foundation.model.credentials import HIDDEN, has_credentials
from foundation.model.errors import AgentError, InputError, Problem, TemporaryError
from foundation.model.incoming import IncomingEvent
from foundation.model.run.artifacts import sha256
from foundation.secrets.find import find_secret
from foundation.secrets.walk import literal_secrets
from foundation.source.document import parse_documents
from memory.records.dead_letters import DeadLetter, letter_id

#: Bytes of what is kept for sending it again.
LARGEST_KEPT = 256 * 1024


class CameIn(NamedTuple):
    """Where something came in.

    Attributes:
        channel: by which way; nothing secret is in it.
        entry: its id in a stream, if it is one.
    """

    channel: str
    entry: str = ""


def unreadable_letter(content: bytes, came: CameIn, error: AgentError, now: str) -> DeadLetter:
    """Return the letter of what is no event that is known, or that no worker survived; nothing of it is kept.

    Args:
        content: what came in.
        came: where.
        error: what is wrong with it.
        now: UTC time, ISO 8601.
    """
    return DeadLetter(
        id=letter_id("unreadable", came.channel, sha256(content)),
        reason="given-up" if isinstance(error, TemporaryError) else "unreadable",
        channel=came.channel,
        entry=came.entry,
        problems=[*error.problems],
        size=len(content),
        recorded_at=now,
    )


def event_letter(event: IncomingEvent, came: CameIn, problems: Sequence[Problem], now: str) -> DeadLetter:
    """Return the letter of an event that was refused for good.

    Args:
        event: the event.
        came: where it came in.
        problems: what is wrong with it.
        now: UTC time, ISO 8601.
    """
    text, payload = event.model_dump_json(by_alias=True, exclude_unset=True), event.payload
    content = _safe(text)
    return DeadLetter(
        id=letter_id("event", came.channel, event.source, event.id),
        reason="refused",
        channel=came.channel,
        entry=came.entry,
        event=payload.event,
        event_id=_told(event.id),
        sender=_told(event.source),
        subject=_told(payload.component or payload.repo or ""),
        problems=[*problems],
        kept="event" if content is not None else None,
        content=content,
        size=len(text),
        recorded_at=now,
    )


def work_letter(job: Job, component: str, error: AgentError, now: str) -> DeadLetter:
    """Return the letter of work that an event asked for.

    Args:
        job: the work.
        component: its component.
        error: why nothing came of it; what may yet succeed was tried too often.
        now: UTC time, ISO 8601.
    """
    asker, content = job.asker or Asker(event="", id="", channel=""), _safe(job.model_dump_json(exclude_defaults=True))
    return DeadLetter(
        id=letter_id("work", job.key, asker.id),
        reason="given-up" if isinstance(error, TemporaryError) else "refused",
        channel=asker.channel,
        event=asker.event,
        event_id=_told(asker.id),
        sender=_told(asker.sender),
        subject=component,
        problems=[*error.problems],
        kept="work" if content is not None else None,
        content=content,
        size=len(job.bundle),
        recorded_at=now,
    )


def _safe(text: str) -> str | None:
    """Return what may be kept: nothing, if it is large or a secret is in it, in its bundle's text too."""
    if len(text) > LARGEST_KEPT or has_credentials(text):
        return None
    try:
        opened = _opened(json.loads(text))
    except InputError:  # nobody can tell whether there is a secret in it
        return None
    return None if any(literal_secrets(opened)) else text


def _opened(data: Any) -> Any:
    """Return plain data with the bundles in it read, where they are text."""
    if not isinstance(data, dict):
        return data
    opened = {key: _opened(value) for key, value in data.items()}
    text = data.get("bundle")
    if not isinstance(text, str):
        return opened
    return {**opened, "bundle": [document.data for document in parse_documents(text, "bundle")]}


def _told(text: str) -> str:
    """Return what a sender says of itself, unless it is a secret."""
    return HIDDEN if find_secret("", text) is not None else text
