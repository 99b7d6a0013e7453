"""Answers as bytes: JSON, files, and what did not change since the client asked last."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

JSON = "application/json"
#: Whoever keeps an answer asks whether it is still the same, and shares it with nobody.
_KEPT = "private, no-cache"
#: What a route says of itself that answers by ``tagged_answer``.
TAGGED: dict[int | str, dict[str, Any]] = {304: {"description": "The client has it already."}}


@dataclass(frozen=True)
class Answer:
    """What is answered with data of this moment.

    Attributes:
        content: the data.
        status: status of HTTP.
        headers: further headers.
        media_type: what it is.
    """

    content: Mapping[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON

    @property
    def response(self) -> Response:
        """Return it as it is sent."""
        kept = {"Cache-Control": "no-store", **self.headers}
        return Response(as_json(self.content), self.status, kept, self.media_type)


def as_json(content: Any) -> bytes:
    """Return data as JSON in UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def json_answer(content: Mapping[str, Any]) -> Response:
    """Answer with data that is of this moment."""
    return Answer(content).response


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
    return Response(content, headers=kept, media_type=media_type)


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(","))
