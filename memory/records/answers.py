"""What servers answered, or are still to answer: whoever asks again gets it, from whichever server."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.run.step import Step


class AnswerRecord(FrozenModel):
    """One answer.

    Attributes:
        id: its name; who asked is in it, so that nobody else finds it.
        request: digest of what was asked, if another request may not have the same name.
        state: a server is at work at it, it is there, or it was given up because somebody wanted that.
        status: its status of HTTP; 0 while there is none.
        headers: its headers, but for those that belong to one sending of it.
        content: what is answered, as text.
        step: the step that a server was at when it was last heard of, or the last one; nothing, if it tells none.
        recorded_at: when a server was last heard of that works at it, or when it was there; UTC, ISO 8601.
    """

    id: str
    request: str = ""
    state: Literal["begun", "there", "given-up"] = "begun"
    status: int = 0
    headers: dict[str, str] = {}
    content: str = ""
    step: Step | None = None
    recorded_at: str


def answer_id(*what: str) -> str:
    """Return the id of an answer.

    Args:
        what: what tells it from others: who asked, and what they know it by.
    """
    return json_digest(list(what)).removeprefix("sha256:")
