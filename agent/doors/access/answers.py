"""What whoever is not let in gets: problem+json (RFC 9457), and how to sign in (RFC 6750, RFC 9728)."""

import json
from collections.abc import Sequence

from starlette.types import Message, Send

from foundation.model.access import AccessError, ForbiddenError, NotSignedInError, NotThereError
from foundation.model.errors import AgentError, Problem

_TITLES = {
    401: "Nobody knows who asks.",
    403: "It is forbidden.",
    404: "It is not there.",
    503: "Something outside failed.",
}


def status_of(error: AgentError) -> int:
    """Return the HTTP status of an error about access; what the server itself cannot do is a 503.

    Args:
        error: the error.
    """
    if isinstance(error, ForbiddenError):
        return 403
    if isinstance(error, NotThereError):
        return 404
    return 401 if isinstance(error, AccessError) else 503


def challenge(error: AgentError, metadata: str) -> str | None:
    """Return the WWW-Authenticate header of an answer, if it has one.

    Args:
        error: why nobody was let in.
        metadata: address of the protected-resource metadata (RFC 9728).
    """
    told = [f'resource_metadata="{metadata}"']
    if isinstance(error, ForbiddenError):
        return "Bearer " + ", ".join(['error="insufficient_scope"', f'scope="{error.role}"', *told])
    if not isinstance(error, NotSignedInError):
        return None
    if error.problems[0].code == "not-signed-in":  # RFC 6750: whoever sent no token is told of no error
        return "Bearer " + told[0]
    return "Bearer " + ", ".join(['error="invalid_token"', *told])


def problem_document(status: int, problems: Sequence[Problem], request_id: str = "") -> bytes:
    """Return problem+json.

    Args:
        status: the HTTP status.
        problems: what is wrong, at least one.
        request_id: id of the request, if it has one.
    """
    first = problems[0]
    document = {
        "type": f"urn:infra-engineer:code:{first.code}",
        "title": _TITLES[status],
        "status": status,
        "detail": first.message,
        "code": first.code,
        "remedy": first.remedy,
        **({"request_id": request_id} if request_id else {}),
        "problems": [problem.model_dump(exclude_none=True) for problem in problems],
    }
    return json.dumps(document, ensure_ascii=False).encode()


async def send_whole(
    send: Send, status: int, content_type: str, body: bytes, headers: Sequence[tuple[str, str]]
) -> None:
    """Send an answer in one piece.

    Args:
        send: takes it.
        status: its HTTP status.
        content_type: its media type.
        body: its bytes.
        headers: further headers.
    """
    every = [
        ("content-type", content_type),
        ("content-length", str(len(body))),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        *headers,
    ]
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in every],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
