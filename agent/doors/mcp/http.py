"""Streamable HTTP as the transport: an ASGI application that a server mounts.

Who asks, and from where, is looked at before a request comes here (``agent/doors/access``); what is found is in the
request's state. A session belongs to whoever opened it.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import RequestBodyLimitMiddleware, StreamableHTTPSessionManager
from mcp.types import INVALID_REQUEST, ErrorData, JSONRPCError
from pydantic_core import from_json
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.doors.mcp.missed_events import MissedEvents
from agent.doors.mcp.nesting import no_message, refusal, too_deep
from agent.doors.mcp.streams import as_long_as_let_in

_SDK = "mcp"
#: Bytes of a request: text arguments may have 4 MB, and JSON escapes some of it.
_LARGEST = 8 * 1024 * 1024
_MOST_SESSIONS = 1_000
#: After so long a client whose connection broke asks again.
_RETRY_MILLISECONDS = 1_000


class McpApplication:
    """The ASGI application.

    Args:
        server: what answers.
    """

    def __init__(self, server: Server[Any, Any]) -> None:
        self._sessions = StreamableHTTPSessionManager(
            server,
            MissedEvents(),
            retry_interval=_RETRY_MILLISECONDS,
            max_request_body_size=_LARGEST,
            max_sessions=_MOST_SESSIONS,
        )
        self._bounded = RequestBodyLimitMiddleware(self._shallow, _LARGEST)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve for as long as this lasts; a server that mounts the application enters it once, when it starts."""
        logging.getLogger(_SDK).setLevel(logging.CRITICAL + 1)
        logging.getLogger().addFilter(_not_of_sdk)
        async with self._sessions.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if (action := scope.get("state", {}).get("action")) is not None:
            action.door, action.recorded = "mcp", False  # a message need not be an action; a call that is one says so
        await self._bounded(_with_owner(scope), receive, send)

    async def _shallow(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse messages that the SDK breaks at; what comes here has its whole body at once."""
        message = await receive()
        if (refused := _refused(message.get("body", b""))) is not None:
            await refused(scope, receive, send)
            return
        await as_long_as_let_in(self._sessions.handle_request, message, scope, receive, send)


def _not_of_sdk(record: logging.LogRecord) -> bool:
    """Keep out of the log what the SDK says: it quotes what clients send, and has a traceback for each that leaves."""
    return f"/{_SDK}/" not in record.pathname


def _refused(body: bytes) -> ASGIApp | None:
    """Return the answer to a body that is nested too deep, or no JSON at which the SDK would break."""
    text = body.decode(errors="replace")
    if too_deep(text):
        answer = refusal(text)
    elif body and not _is_json(body):
        answer = no_message(text)
    else:
        return None
    unnamed = ErrorData(code=INVALID_REQUEST, message="The message is nested too deep, or no JSON in UTF-8.")
    answer = answer or JSONRPCError(jsonrpc="2.0", id="server-error", error=unnamed)
    return Response(answer.model_dump_json(exclude_none=True), 400, media_type="application/json")


def _is_json(body: bytes) -> bool:
    try:
        from_json(body)
    except ValueError:
        return False
    return True


def _with_owner(scope: Scope) -> Scope:
    """Tell the SDK who asks, as it wants to know: it lets nobody else use the session that they open."""
    principal = scope.get("state", {}).get("principal")
    if principal is None:
        return scope
    owner = AccessToken(token="", client_id=f"{principal.source}:{principal.name}", scopes=[])
    return {**scope, "user": AuthenticatedUser(owner)}
