"""The middleware: nobody gets past it unknown, and what they do is written down."""

from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Protocol

import anyio
from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.doors.access.actions import Action, action_of
from agent.doors.access.answers import challenge, problem_document, send_whole, status_of
from agent.doors.access.authorization_code import AuthorizationCode
from agent.doors.access.credentials import Credentials
from agent.doors.access.hosts import HostCheck
from agent.doors.access.metadata import ResourceMetadata
from agent.use_cases.audit.recording import AuditCommand
from foundation.model.access import AccessError, Principal
from foundation.model.errors import AgentError

#: Whoever looks after the process asks these, and is told nothing but that.
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
#: Tells whether whoever began a request is still let in, for answers that go on for long: they may sign out, and tokens
#: expire and are revoked.
Still = Callable[[], Awaitable[bool]]


class Session(Protocol):
    """Finds out who asks in another way, such as by the cookie of a session; nothing, if that way tells nothing."""

    async def __call__(self, scope: Scope, *, asked: bool = True) -> Principal | None:
        """Return who asks.

        Args:
            scope: the request.
            asked: whether somebody asks now; else an answer that goes on wants to know.
        """
        ...


@dataclass(frozen=True)
class Access:
    """What the middleware goes by.

    Attributes:
        hosts: looks at Host and Origin.
        credentials: finds out who asks.
        metadata: says where to sign in.
        record: writes an action down.
        lost: takes why an action could not be written down.
        sign_in: leads people to the identity provider, if they can sign in there.
        public_url: address under which clients reach the server; empty if it is the one that they name.
    """

    hosts: HostCheck
    credentials: Credentials
    metadata: ResourceMetadata
    record: Callable[[AuditCommand], object]
    lost: Callable[[Exception], None]
    sign_in: AuthorizationCode | None = None
    public_url: str = ""

    def write(self, done: AuditCommand) -> None:
        """Write an action down. What was done is done: that it cannot be written down is for the log."""
        try:
            self.record(done)
        except Exception as error:
            self.lost(error)


class AccessMiddleware:
    """Puts who asks into ``scope["state"]["principal"]``, and what the request does into ``scope["state"]["action"]``.

    What tells whether they are let in as long as an answer goes on is ``scope["state"]["still"]``.

    Args:
        app: what is protected; it can be streaming, nothing is held back.
        access: what it goes by.
        open_paths: paths that anybody may ask; the principal is ``None`` there, unless whoever asks has signed in.
        session: another way to find out who asks.
    """

    def __init__(
        self, app: ASGIApp, access: Access, *, open_paths: Collection[str] = OPEN_PATHS, session: Session | None = None
    ) -> None:
        self._app = app
        self._access = access
        self._open = frozenset(open_paths)
        self._session = session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:  # there is no other way in, so nobody comes in by one
            await send({"type": "websocket.close", "code": 1008})

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (problem := self._access.hosts.problem(scope["headers"])) is not None:
            await send_whole(
                send, 403, "application/problem+json", problem_document(403, [problem], _request_id(scope)), ()
            )
            return
        if (document := self._access.metadata.document(scope["path"], _base(scope))) is not None:
            await send_whole(send, 200, "application/json", document, [("access-control-allow-origin", "*")])
            return
        try:
            principal = await self._principal(scope)
        except AgentError as error:
            await self.refuse(error, scope, send)
            return
        action = action_of(scope["method"], scope["path"])
        state = {**scope.get("state", {}), "principal": principal, "action": action}
        state["still"] = partial(self._still, scope, principal)
        await self._recorded({**scope, "state": state}, receive, send, principal, action)

    async def _still(self, scope: Scope, principal: Principal | None) -> bool:
        try:
            return await self._principal(scope, asked=False) == principal
        except AgentError:
            return False

    async def _principal(self, scope: Scope, *, asked: bool = True) -> Principal | None:
        try:
            if self._session is not None and (known := await self._session(scope, asked=asked)) is not None:
                return known
            return await self._access.credentials.principal(scope["headers"], loopback=_from_loopback(scope))
        except AccessError:
            if scope["path"] not in self._open:
                raise
            return None

    async def refuse(self, error: AgentError, scope: Scope, send: Send) -> None:
        """Answer whoever is not let in."""
        status = status_of(error)
        way = challenge(error, self._access.metadata.address(scope["path"], _base(scope)))
        headers = [("www-authenticate", way)] if way else []
        # Whoever is not known is told what is wrong, and not where on the server's machine.
        told = [problem.model_copy(update={"file": None}) for problem in error.problems]
        document = problem_document(status, told, _request_id(scope))
        await send_whole(send, status, "application/problem+json", document, headers)

    async def _recorded(
        self, scope: Scope, receive: Receive, send: Send, principal: Principal | None, action: Action
    ) -> None:
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            if principal is not None and action.recorded:
                with anyio.CancelScope(shield=True):
                    await run_sync(self._access.write, action.command(principal, status))


def _from_loopback(scope: Scope) -> bool:
    client = scope.get("client")
    with suppress(ValueError):
        return client is not None and ip_address(client[0]).is_loopback
    return False


def _request_id(scope: Scope) -> str:
    found: str = scope.get("state", {}).get("request_id", "")
    return found


def _base(scope: Scope) -> str:
    """Return scheme and host as the client named them; the host has been looked at."""
    host = next((value for key, value in scope["headers"] if key == b"host"), b"")
    return f"{scope['scheme']}://{host.decode('latin-1')}"
