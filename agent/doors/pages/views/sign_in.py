"""Signing in with a token or at the identity provider, and out again; each is on record."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from agent.doors.access.authorization_code import new_attempt, refused_sign_in
from agent.doors.access.middleware import Access
from agent.doors.pages import attempts
from agent.doors.pages.attempts import Attempts
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.sessions import Again, Sessions, cookie_of
from agent.use_cases.audit.recording import AuditCommand
from foundation.model.access import AccessError, Principal
from foundation.model.errors import AgentError

PATH = "/ui/sign-in"
router = APIRouter(prefix="/ui", include_in_schema=False, route_class=PageRoute)
Token = Annotated[str, Form(max_length=8192)]
Back = Annotated[str, Form(max_length=2048)]
Given = Annotated[str, Query(max_length=4096)]


@router.get("/sign-in")
def show_sign_in(request: Request, back: Given = "/ui/runs", ended: bool = False) -> Response:
    """Show the form, and say so if somebody sent something without a session."""
    return _form(request, back, ended=ended)


@router.post("/sign-in")
async def sign_in(request: Request, token: Token, back: Back = "/ui/runs") -> Response:
    """Begin a session for whoever has a token; it ends when the token is no longer good."""
    sent = [(b"authorization", f"Bearer {token.strip()}".encode("latin-1", "replace"))]
    asked = partial(_access(request).credentials.principal, sent, loopback=False)
    try:
        principal = await asked()
    except AccessError as error:
        return _form(request, back, error)
    answer = RedirectResponse(_own(back), HTTPStatus.SEE_OTHER)
    await _begin(request, answer, principal, asked)
    return answer


@router.get("/sign-in/provider")
async def to_provider(request: Request, back: Given = "/ui/runs") -> Response:
    """Lead the browser to the identity provider."""
    access = _access(request)
    if access.sign_in is None:
        return _form(request, back)
    base = access.public_url or f"{request.url.scheme}://{request.url.netloc}"
    attempt = new_attempt(f"{base}{PATH}/done", _own(back))
    try:
        address = await access.sign_in.address(attempt)
    except AgentError as error:
        return _form(request, back, error)
    answer = RedirectResponse(address, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    under_way: Attempts = request.app.state.attempts
    # The browser comes back from a page of the provider, for which a strict cookie would not be sent.
    answer.set_cookie(
        attempts.COOKIE,
        under_way.begin(attempt),
        max_age=attempts.LONGEST,
        httponly=True,
        samesite="lax",
        secure=_sessions(request).is_secure(request.scope),
        path=PATH,
    )
    return answer


@router.get("/sign-in/done")
async def from_provider(
    request: Request, state: Given = "", code: Given = "", error: Given = "", iss: Given | None = None
) -> Response:
    """Begin a session for whoever comes back from the identity provider."""
    under_way: Attempts = request.app.state.attempts
    access = _access(request)
    attempt = under_way.take(cookie_of(request.scope, attempts.COOKIE), state)
    try:
        if access.sign_in is None or attempt is None:
            raise refused_sign_in("this attempt to sign in took too long, or another browser began it")
        if error or not code:
            raise refused_sign_in("the identity provider let nobody in")
        principal = await access.sign_in.principal(attempt, code, iss)
    except AgentError as refused:
        return _gone(_form(request, attempt.back if attempt is not None else "", refused))
    # A page that leads on, and no redirection: on one that began elsewhere the browser sends no strict cookie.
    answer = page(request, "signed-in.html.j2", "Signed in", back=attempt.back)
    await _begin(request, answer, principal)
    return _gone(answer)


@router.post("/sign-out")
async def sign_out(request: Request, sent: Sent) -> Response:
    """End the session."""
    request.state.action.name = "sign_out"
    sessions = _sessions(request)
    sessions.end(request.scope)
    answer = RedirectResponse(PATH, HTTPStatus.SEE_OTHER)
    answer.delete_cookie(sessions.cookie(request.scope), path="/", secure=sessions.is_secure(request.scope))
    return answer


def _form(request: Request, back: str, refused: AgentError | None = None, *, ended: bool = False) -> Response:
    """Show the form, and why nobody was let in."""
    return page(
        request,
        "sign-in.html.j2",
        "Sign in",
        status=HTTPStatus.FORBIDDEN if refused is not None else HTTPStatus.OK,
        back=_own(back),
        refused=refused.problems[0].message if refused is not None else "",
        ended=ended,
        provider=_access(request).sign_in is not None,
    )


async def _begin(request: Request, answer: Response, principal: Principal, again: Again | None = None) -> None:
    sessions = _sessions(request)
    sessions.end(request.scope)
    answer.set_cookie(
        sessions.cookie(request.scope),
        sessions.begin(principal, again),
        httponly=True,
        samesite="strict",
        secure=sessions.is_secure(request.scope),
        path="/",
    )
    done = AuditCommand(
        principal=principal, door="http", action="sign_in", outcome="done", request=request.state.request_id
    )
    await run_sync(_access(request).write, done)


def _gone(answer: Response) -> Response:
    answer.delete_cookie(attempts.COOKIE, path=PATH)
    return answer


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions


def _own(address: str) -> str:
    """Return an address if it is one of the pages; whoever signs in is led nowhere else."""
    return address if address.startswith("/ui/") and "\\" not in address and "//" not in address else "/ui/runs"
