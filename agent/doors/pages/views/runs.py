"""Runs: which there were, filtered, live, and how many of them failed over time."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.doors.http.callers import Reader
from agent.doors.http.cursors import cursor_of, place_of
from agent.doors.http.parameters import Text
from agent.doors.http.schemas import RunStatus
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.history import days_of
from agent.use_cases.history.listing import ListRunsCommand, position_of
from agent.use_cases.history.paging import RunPosition

router = APIRouter(prefix="/ui/runs", include_in_schema=False, route_class=PageRoute)
_A_PAGE = 50
#: So many of the last runs are counted by day.
_COUNTED = 300
_STATUSES = ("announced", "saved", "blocked", "refused", "failed")
Status = Annotated[RunStatus | None, Query()]
Cursor = Annotated[str | None, Query(max_length=2048)]


@router.get("")
def list_runs(
    request: Request,
    caller: Reader,
    wired: Wired,
    component: Text = None,
    scope: Text = None,
    trace: Text = None,
    status: Status = None,
    since: Text = None,
    cursor: Cursor = None,
) -> Response:
    """Show a page of runs; what a form leaves empty does not matter."""
    asked = ListRunsCommand(
        component=component or None,
        tenant=caller.tenant,
        scope=scope or None,
        trace_id=trace or None,
        status=status,
        limit=_A_PAGE + 1,
        after=place_of(cursor, RunPosition) if cursor else None,
    )
    listed = wired(build_list_runs, caller)(asked)
    found = [one for one in listed.runs if not since or one.run.recorded_at >= since]
    more = len(found) > _A_PAGE
    filters = {"component": component, "scope": scope, "trace": trace, "status": status, "since": since}
    return page(
        request,
        "runs.html.j2",
        "Runs",
        runs=found[:_A_PAGE],
        notices=listed.notices,
        statuses=_STATUSES,
        filters={name: value or "" for name, value in filters.items()},
        tenant=caller.tenant or "",
        following=cursor_of(position_of(found[_A_PAGE - 1])) if more else None,
    )


@router.get("/filtered")
def filtered(
    component: Text = None,
    tenant: Text = None,
    scope: Text = None,
    trace: Text = None,
    status: Text = None,
    since: Text = None,
) -> Response:
    """Lead to the runs that a form asks for: fields that it leaves empty do not count."""
    said = {"component": component, "tenant": tenant, "scope": scope, "trace": trace, "status": status, "since": since}
    query = urlencode({name: value.strip() for name, value in said.items() if value and value.strip()})
    return RedirectResponse(f"/ui/runs?{query}" if query else "/ui/runs", HTTPStatus.SEE_OTHER)


@router.get("/by-day")
def by_day(request: Request, caller: Reader, wired: Wired) -> Response:
    """Show how many runs there were on each day, and how many failed."""
    found = wired(build_list_runs, caller)(ListRunsCommand(tenant=caller.tenant, limit=_COUNTED)).runs
    days = days_of((one.run.recorded_at, one.run.status) for one in found)
    return page(request, "by-day.html.j2", "Runs by day", days=days, counted=len(found), most=_COUNTED)
