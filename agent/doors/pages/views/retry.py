"""Retry with other values: shown first, done when somebody says so."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from agent.doors.http.callers import Operator, Reader
from agent.doors.http.mistakes import status_of
from agent.doors.http.parameters import RunName
from agent.doors.http.work.retry import RetryAsked
from agent.doors.http.working import AtWork
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import mistakes_of, told_of
from agent.doors.pages.work.retry import retry_shown
from foundation.model.errors import AgentError

router = APIRouter(prefix="/ui/runs/{run}/retry", include_in_schema=False, route_class=PageRoute)
Values = Annotated[str, Form(max_length=20_000)]
Reason = Annotated[str, Form(max_length=1_000)]
Do = Annotated[bool, Form()]


@router.get("")
def show_retry(request: Request, run: RunName, caller: Reader) -> Response:
    """Show the form."""
    return _page(request, run=run)


@router.post("")
async def retry(
    request: Request,
    run: RunName,
    sent: Sent,
    caller: Operator,
    work: AtWork,
    reason: Reason,
    values: Values = "",
    do: Do = False,
) -> Response:
    """Show what would change, or do it."""
    asked = RetryAsked(
        run=run,
        by=caller.principal,
        reason=reason,
        assignments=[line.strip() for line in values.splitlines() if line.strip()],
        visible=caller.visible,
        dry_run=not do,
    )
    request.state.action.recorded, request.state.action.reason = do, reason
    given: dict[str, Any] = {"run": run, "values": values, "reason": reason}
    try:
        done = (await work.told(request, retry_shown, asked)).content
    except AgentError as error:
        return _page(request, status_of(error), told=mistakes_of(error), **given)
    said = [(one["severity"], one) for one in done["findings"]] + [("error", one) for one in done["problems"]]
    told = [told_of(number, severity, {**one, "line": None}) for number, (severity, one) in enumerate(said, start=1)]
    return _page(request, done=done, told=told, did=do, **given)


def _page(request: Request, status: int = 200, **values: Any) -> Response:
    empty: dict[str, Any] = {"values": "", "reason": "", "done": None, "told": [], "did": False}
    return page(request, "retry.html.j2", "Try again", status=status, **{**empty, **values})
