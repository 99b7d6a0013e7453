"""What goes wrong before a page is reached is told on a page too, and whoever has no session is led to the sign-in."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ConfigDict
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.doors.http.problems import MEDIA_TYPE
from agent.doors.pages.bounded_forms import PREFIX
from agent.doors.pages.rendering import problems_page
from foundation.model.base import FrozenModel
from foundation.model.errors import Problem

SIGN_IN = "/ui/sign-in"
#: Headers that say more than the document did.
_KEPT = ("retry-after", "allow")


class _Document(FrozenModel):
    """What pages tell of a document about a problem."""

    model_config = ConfigDict(extra="ignore")

    problems: list[Problem]


class ForPeople:
    """Middleware that shows people a page where programs are told a problem.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or not (scope.get("raw_path") or b"").startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Told(scope, send, _answer(scope, receive, send)))


class _Told:
    """Passes an answer on, but for a document that tells a problem."""

    def __init__(self, scope: Scope, send: Send, answer: Callable[[int, Headers, bytes], Awaitable[None]]) -> None:
        self._send = send
        self._answer = answer
        self._begun: Message | None = None
        self._document = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_problem(message):
            self._begun = message
        elif self._begun is None:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._document += message.get("body", b"")
            if not message.get("more_body", False):
                status, headers = self._begun["status"], Headers(raw=self._begun["headers"])
                await self._answer(status, headers, bytes(self._document))


def _is_problem(message: Message) -> bool:
    return Headers(raw=message.get("headers", [])).get("content-type", "").startswith(MEDIA_TYPE)


def _answer(scope: Scope, receive: Receive, send: Send) -> Callable[[int, Headers, bytes], Awaitable[None]]:
    async def answer(status: int, headers: Headers, document: bytes) -> None:
        request = Request(scope)
        told = _sign_in(request) if status == HTTPStatus.UNAUTHORIZED else _page(request, status, headers, document)
        await told(scope, receive, send)

    return answer


def _sign_in(request: Request) -> Response:
    """Lead to the form, and from there back; what was sent meanwhile is not done, and that is said."""
    if request.method in ("GET", "HEAD"):
        back, ended = _raw(request.scope), ""
    else:
        came_from = urlsplit(request.headers.get("referer", ""))
        back, ended = came_from.path + (f"?{came_from.query}" if came_from.query else ""), "&ended=true"
    return RedirectResponse(f"{SIGN_IN}?back={quote(back, safe='')}{ended}", HTTPStatus.SEE_OTHER)


def _raw(scope: Scope) -> str:
    path: str = scope["raw_path"].decode("latin-1")
    query: str = scope["query_string"].decode("latin-1")
    return path + (f"?{query}" if query else "")


def _page(request: Request, status: int, headers: Headers, document: bytes) -> Response:
    answer = problems_page(request, status, _Document.model_validate_json(document).problems)
    for name in _KEPT:
        if name in headers:
            answer.headers[name] = headers[name]
    return answer
