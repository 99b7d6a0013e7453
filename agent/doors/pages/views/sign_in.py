"""Signing in with a token, and out again."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.sessions import COOKIE, Sessions
from foundation.model.access import NotSignedInError

router = APIRouter(prefix="/ui", include_in_schema=False, route_class=PageRoute)
Token = Annotated[str, Form(max_length=8192)]
Back = Annotated[str, Form(max_length=2048)]


@router.get("/sign-in")
def show_sign_in(request: Request, back: str = "/ui/runs") -> Response:
    """Show the form."""
    return page(request, "sign-in.html.j2", "Sign in", back=_own(back), refused="")


@router.post("/sign-in")
async def sign_in(request: Request, token: Token, back: Back = "/ui/runs") -> Response:
    """Begin a session for whoever has a token."""
    access: Any = request.app.state.access
    sent = [(b"authorization", f"Bearer {token.strip()}".encode("latin-1", "replace"))]
    try:
        principal = await access.credentials.principal(sent, loopback=False)
    except NotSignedInError as error:
        refused = error.problems[0].message
        return page(
            request, "sign-in.html.j2", "Sign in", status=HTTPStatus.FORBIDDEN, back=_own(back), refused=refused
        )
    sessions: Sessions = request.app.state.sessions
    answer = RedirectResponse(_own(back), HTTPStatus.SEE_OTHER)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, sessions.begin(principal), httponly=True, samesite="strict", secure=secure, path="/")
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, sent: Sent) -> Response:
    """End the session."""
    request.app.state.sessions.end(request.scope)
    answer = RedirectResponse("/ui/sign-in", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _own(address: str) -> str:
    """Return an address if it is one of the pages; whoever signs in is led nowhere else."""
    return address if address.startswith("/ui/") and "\\" not in address and "//" not in address else "/ui/runs"
