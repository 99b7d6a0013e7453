"""Streamable HTTP as the transport: an ASGI application that a server mounts.

Who asks, and from where, is looked at before a request comes here (``agent/doors/access``); what is found is in the
request's state. A session belongs to whoever opened it.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio.to_thread import run_sync
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser, AuthorizationContext
from mcp.server.auth.provider import AccessToken
from mcp.server.lowlevel import Server
from mcp.server.streamable_http import StreamableHTTPServerTransport
from mcp.server.streamable_http_manager import RequestBodyLimitMiddleware, StreamableHTTPSessionManager
from mcp.types import JSONRPCError
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.doors.mcp.message_bounds import LARGEST, Fault, fault_of
from agent.doors.mcp.missed_events import MissedEvents
from agent.doors.mcp.refusals import reason, refusal
from agent.doors.mcp.streams import as_long_as_let_in

_SDK = "mcp"
#: Bytes of a message that the loop looks at itself; others are looked at beside it.
_SHORT = 64 * 1024
#: Sessions that are open at a time, of all and of one caller; one that nobody used for half an hour is closed.
_MOST_SESSIONS, _MOST_OF_ONE = 1_000, 100
#: After so long a client whose connection broke asks again.
_RETRY_MILLISECONDS = 1_000


class _Sessions(StreamableHTTPSessionManager):
    """The sessions, of which nobody can take all; each has its own events to ask for again."""

    def __init__(self, server: Server[Any, Any], missed: MissedEvents) -> None:
        super().__init__(
            server,
            retry_interval=_RETRY_MILLISECONDS,
            max_request_body_size=LARGEST,
            max_sessions=_MOST_SESSIONS,
        )
        self._missed = missed

    def _admit_session(self, requestor: AuthorizationContext | None) -> StreamableHTTPServerTransport | None:
        own = sum(owner == requestor for owner in self._session_owners.values())
        self.event_store = self._missed.of_a_session()
        return None if own >= _MOST_OF_ONE else super()._admit_session(requestor)


class McpApplication:
    """The ASGI application.

    Args:
        server: what answers.
    """

    def __init__(self, server: Server[Any, Any]) -> None:
        self._sessions = _Sessions(server, MissedEvents())
        self._bounded = RequestBodyLimitMiddleware(self._readable, LARGEST)

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

    async def _readable(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse messages that the SDK breaks at, or works at for long; what comes here has its whole body at once."""
        message = await receive()
        body: bytes = message.get("body", b"")
        fault = fault_of(body) if len(body) <= _SHORT else await run_sync(fault_of, body)
        if fault is not None:
            await _refused(fault, body)(scope, receive, send)
            return
        await as_long_as_let_in(self._sessions.handle_request, message, scope, receive, send)


def _not_of_sdk(record: logging.LogRecord) -> bool:
    """Keep out of the log what the SDK says: it quotes what clients send, and has a traceback for each that leaves."""
    return f"/{_SDK}/" not in record.pathname


def _refused(fault: Fault, body: bytes) -> ASGIApp:
    unnamed = JSONRPCError(jsonrpc="2.0", id="server-error", error=reason(fault))
    answer = refusal(fault, body) or unnamed
    return Response(answer.model_dump_json(exclude_none=True), 400, media_type="application/json")


def _with_owner(scope: Scope) -> Scope:
    """Tell the SDK who asks, as it wants to know: it lets nobody else use the session that they open."""
    principal = scope.get("state", {}).get("principal")
    if principal is None:
        return scope
    owner = AccessToken(token="", client_id=f"{principal.source}:{principal.name}", scopes=[])
    return {**scope, "user": AuthenticatedUser(owner)}
