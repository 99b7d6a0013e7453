"""Earlier runs: which there were, and all that memory knows of one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.answers import JSON, TAGGED, json_answer, tagged_answer
from agent.doors.http.callers import Reader
from agent.doors.http.cursors import cursor_of, place_of
from agent.doors.http.json_bytes import as_json
from agent.doors.http.parameters import RunName, Text
from agent.doors.http.schemas import Run, RunPage, RunStatus
from agent.doors.http.wiring import Wired
from agent.doors.http.words import in_own_words
from agent.reporting.run import run_data
from agent.reporting.runs import runs_data
from agent.use_cases.history.listing import ListRunsCommand, position_of
from agent.use_cases.history.paging import RunPosition

router = APIRouter(prefix="/v1/runs", tags=["runs"])
#: Most runs in an answer.
_MOST = 100

Status = Annotated[RunStatus | None, Query(description="Only those that came so far.")]
Limit = Annotated[int, Query(ge=1, le=_MOST, description="So many at most.")]
Cursor = Annotated[str | None, Query(description="The next_cursor of the page before.", max_length=2048)]


@router.get("", summary="List earlier runs, the newest first", responses={200: {"model": RunPage}})
def list_runs(
    caller: Reader,
    wired: Wired,
    component: Text = None,
    scope: Text = None,
    trace: Text = None,
    status: Status = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Page through the runs; one that is recorded anew meanwhile comes to the front."""
    asked = ListRunsCommand(
        component=component,
        tenant=caller.tenant,
        scope=scope,
        trace_id=trace,
        status=status,
        limit=limit + 1,
        after=place_of(cursor, RunPosition) if cursor is not None else None,
    )
    found = wired(build_list_runs, caller)(asked)
    page, more = found.runs[:limit], len(found.runs) > limit
    following = cursor_of(position_of(page[-1])) if more else None
    notices = [one.model_dump(mode="json", exclude_none=True) for one in found.notices]
    more_told = {"notices": notices} if notices else {}
    return json_answer({"runs": runs_data(page), "next_cursor": following, **more_told})


@router.get("/{run}", summary="Show a run", responses={**TAGGED, 200: {"model": Run}})
def show_run(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Tell its steps and how long they took, what was found, what landed where, its events, what was asked for."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    return tagged_answer(request, as_json(in_own_words(run_data(found), wired.settings.workspace)), JSON)
