"""Runs: which there were, filtered, live, and how many of them failed over time."""

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from agent.bootstrap.clocks import today
from agent.bootstrap.use_cases.history.days import build_count_days
from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.doors.http.callers import Reader
from agent.doors.http.cursors import cursor_of, place_of
from agent.doors.http.parameters import Text
from agent.doors.http.schemas import RunStatus
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.history import days_of
from agent.use_cases.history.days import CountDaysCommand
from agent.use_cases.history.listing import ListRunsCommand, position_of
from agent.use_cases.history.paging import RunPosition

router = APIRouter(prefix="/ui/runs", include_in_schema=False, route_class=PageRoute)
_A_PAGE = 50
#: There is no run before it.
_FIRST_DAY = date(2020, 1, 1)
_STATUSES = ("announced", "saved", "blocked", "refused", "failed")
Status = Annotated[RunStatus | None, Query()]
Last = Annotated[date | None, Query()]
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
    until: Text = None,
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
        after=place_of(cursor, RunPosition) if cursor else _behind(until) if until else None,
    )
    listed = wired(build_list_runs, caller)(asked)
    found = [one for one in listed.runs if not since or one.run.recorded_at >= since]
    more = len(found) > _A_PAGE
    filters = {"component": component, "scope": scope, "trace": trace, "status": status, "since": since, "until": until}
    return page(
        request,
        "runs.html.j2",
        "Runs",
        runs=found[:_A_PAGE],
        notices=listed.notices,
        statuses=_STATUSES,
        filters={name: value or "" for name, value in filters.items()},
        tenant=caller.tenant or "",
        query=_query({**filters, "tenant": caller.tenant}),
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
    until: Text = None,
) -> Response:
    """Lead to the runs that a form asks for: fields that it leaves empty do not count."""
    said = {
        "component": component,
        "tenant": tenant,
        "scope": scope,
        "trace": trace,
        "status": status,
        "since": since,
        "until": until,
    }
    query = _query(said)
    return RedirectResponse(f"/ui/runs?{query}" if query else "/ui/runs", HTTPStatus.SEE_OTHER)


@router.get("/by-day")
def by_day(request: Request, caller: Reader, wired: Wired, last: Last = None) -> Response:
    """Show how many runs there were on each day, and how many failed."""
    now = today(wired.settings)
    end = max(last or now, _FIRST_DAY)
    asked = CountDaysCommand(last=end, tenant=caller.tenant)
    return page(
        request,
        "by-day.html.j2",
        "Runs by day",
        days=days_of(wired(build_count_days, caller)(asked)),
        tenant=caller.tenant or "",
        earlier=max(end - timedelta(asked.number), _FIRST_DAY),
        later=min(end + timedelta(asked.number), now) if end < now else None,
    )


def _query(said: Mapping[str, str | None]) -> str:
    return urlencode({name: value.strip() for name, value in said.items() if value and value.strip()})


def _behind(until: str) -> RunPosition:
    """Return the place behind which the runs are that were recorded until a time: a day is all of it."""
    return RunPosition(recorded_at=f"{until}~", tenant="", run_id="")
