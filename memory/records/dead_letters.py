"""Events, and work that they asked for, that came to nothing for good."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import Problem, Said


class DeadLetter(FrozenModel):
    """One event, or a piece of the work that it asked for.

    Attributes:
        id: its name; the same event that fails in the same way again is the same letter.
        reason: it could not be read, what it asks for was refused for good, or it was tried too often.
        channel: where it came in; nothing secret is in it.
        entry: its id in the stream that it came in by, which may have it still.
        event: the event's name, if it is known.
        event_id: the sender's id of it, if it is known.
        sender: who sent it, as it says itself.
        subject: what it asked for, if that is known.
        problems: why it came to nothing.
        kept: what ``content`` is: the event, or a piece of its work. Nothing, if it is not kept.
        content: the event or the work as JSON. Not kept is what cannot be read, and what holds a secret.
        size: bytes of what came in.
        times: how often it has come to nothing.
        recorded_at: when it was written; UTC, ISO 8601.
    """

    id: str
    reason: Literal["unreadable", "refused", "given-up"]
    channel: Said
    entry: str = ""
    event: str = ""
    event_id: Said = ""
    sender: Said = ""
    subject: Said = ""
    problems: list[Problem]
    kept: Literal["event", "work"] | None = None
    content: str | None = None
    size: int = 0
    times: int = 1
    recorded_at: str


class ListedLetter(FrozenModel):
    """A dead letter, and in whose memory it is.

    Attributes:
        tenant: the tenant.
        letter: the letter.
    """

    tenant: str
    letter: DeadLetter


def letter_id(*what: str) -> str:
    """Return the id of a dead letter.

    Args:
        what: what tells it from others, such as its channel and the sender's id.
    """
    return f"dead-{json_digest(list(what)).removeprefix('sha256:')[:16]}"
