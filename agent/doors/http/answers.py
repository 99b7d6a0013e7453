"""Answers as bytes: JSON, files, and what did not change since the client asked last."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

from agent.doors.http.in_pieces import InPieces
from agent.doors.http.json_bytes import as_json

JSON = "application/json"
#: Whoever keeps an answer asks whether it is still the same, and shares it with nobody.
_KEPT = "private, no-cache"
#: What a route says of itself that answers by ``tagged_answer``.
TAGGED: dict[int | str, dict[str, Any]] = {304: {"description": "The client has it already."}}


@dataclass(frozen=True)
class Answer:
    """What is answered with data of this moment.

    Attributes:
        content: the data as it is sent: JSON, unless it is called something else.
        status: status of HTTP.
        headers: further headers.
        media_type: what it is.
    """

    content: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON

    @property
    def response(self) -> Response:
        """Return it as it is sent."""
        kept = {"Cache-Control": "no-store", **self.headers}
        return InPieces(self.content, self.status, kept, self.media_type)


def json_answer(content: Mapping[str, Any]) -> Response:
    """Answer with data that is of this moment."""
    return Answer(as_json(content)).response


def tagged_answer(
    request: Request,
    content: bytes,
    media_type: str,
    digest: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with bytes, or with 304 where the client has them (RFC 9110, section 13.1.2).

    Args:
        request: what was asked.
        content: the bytes.
        media_type: what they are.
        digest: their SHA-256, if it is known.
        headers: further headers.
    """
    tag = f'"{digest or hashlib.sha256(content).hexdigest()}"'
    kept = {"ETag": tag, "Cache-Control": _KEPT, **(headers or {})}
    if _has(request, tag):
        return Response(status_code=304, headers=kept)
    return InPieces(content, headers=kept, media_type=media_type)


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(","))
