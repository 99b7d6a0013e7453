"""Forms: only a page of the same session can send one."""

import secrets
from typing import Annotated

from fastapi import Depends, Form, Request

from agent.doors.pages.sessions import Sessions
from foundation.model.access import ForbiddenError
from foundation.model.errors import Problem


async def _of_this_session(request: Request, form_token: Annotated[str, Form(max_length=200)] = "") -> None:
    """Let a form pass that a page of this session has sent.

    Raises:
        ForbiddenError: another page sent it, or the session has ended.
    """
    require_own(request, form_token)


def require_own(request: Request, form_token: str) -> None:
    """Look at what a form says of the page that it is from.

    Where nobody signs in, there is no session, and Host and Origin, which are looked at before, are what keeps others
    out.

    Args:
        request: what brought the form.
        form_token: what the form says.

    Raises:
        ForbiddenError: another page sent it, or the session has ended.
    """
    sessions: Sessions = request.app.state.sessions
    session = sessions.of(request.scope)
    if session is not None and not secrets.compare_digest(session.form_token.encode(), form_token.encode()):
        message, remedy = "the form is not of this session", "Open the page again and send its form."
        raise ForbiddenError(Problem(code="form-foreign", message=message, remedy=remedy), "reader")


Sent = Annotated[None, Depends(_of_this_session)]
