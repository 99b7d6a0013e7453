"""Putting the output of a run back over the present one."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.callers import Operator, Reader
from agent.doors.http.mistakes import status_of
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.doors.http.work.rollback import RollbackAsked, rollback
from agent.doors.http.working import AtWork
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import mistakes_of, told_of
from agent.doors.places import FOLDER, LONGEST_FOLDER
from agent.use_cases.history.listing import ListRunsCommand
from foundation.model.errors import AgentError

router = APIRouter(prefix="/ui/runs/{run}/rollback", include_in_schema=False, route_class=PageRoute)
Output = Annotated[str, Form(pattern=FOLDER, max_length=LONGEST_FOLDER)]
Reason = Annotated[str, Form(min_length=3, max_length=1_000)]
Overwrite = Annotated[bool, Form()]


@router.get("")
def show_form(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Show the form, with the folder that the run was saved in."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    record = found.run
    newest = wired(build_list_runs, caller)(ListRunsCommand(component=record.component, tenant=found.tenant)).runs
    present = next((one.run.run_id for one in newest if one.run.artifacts), None)
    root = f"{wired.settings.workspace}/"
    places = [one.place.removeprefix(root) for one in record.landings if one.place.startswith(root)]
    values: dict[str, Any] = {
        "run": record.run_id,
        "output": next(iter(places), ""),
        "reason": "",
        "present": present if present != record.run_id else None,
        "done": None,
        "told": [],
    }
    return page(request, "rollback.html.j2", "Roll back", **values)


@router.post("")
async def roll_back(
    request: Request,
    run: RunName,
    sent: Sent,
    caller: Operator,
    work: AtWork,
    output: Output,
    reason: Reason,
    overwrite: Overwrite = False,
) -> Response:
    """Put it back, through the gate."""
    request.state.action.reason = reason
    asked = RollbackAsked(
        to=run,
        by=caller.principal,
        reason=reason,
        output=output,
        visible=caller.visible,
        tenant=caller.tenant,
        overwrite=overwrite,
    )
    values: dict[str, Any] = {"run": run, "output": output, "reason": reason, "present": None, "done": None}
    try:
        done = await work.told(request, rollback, asked)
    except AgentError as error:
        values["told"] = mistakes_of(error)
        return page(request, "rollback.html.j2", "Roll back", status=status_of(error), **values)
    values["done"] = done.content["result"]
    values["told"] = [told_of(number, "error", one.model_dump()) for number, one in enumerate(done.problems, start=1)]
    return page(request, "rollback.html.j2", "Roll back", **values)
