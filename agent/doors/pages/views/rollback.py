"""Putting the output of a run back over the present one."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.callers import Operator, Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.doors.http.work.rollback import RollbackAsked, rollback
from agent.doors.http.working import AtWork
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import told_of
from agent.doors.places import FOLDER, LONGEST_FOLDER

router = APIRouter(prefix="/ui/runs/{run}/rollback", include_in_schema=False, route_class=PageRoute)
Output = Annotated[str, Form(pattern=FOLDER, max_length=LONGEST_FOLDER)]
Reason = Annotated[str, Form(min_length=3, max_length=1_000)]
Overwrite = Annotated[bool, Form()]


@router.get("")
def show_form(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Show the form, with the folder that the run was saved in."""
    record = wired(build_show_run, caller)(run, caller.tenant).run
    root = f"{wired.settings.workspace}/"
    places = [one.place.removeprefix(root) for one in record.landings if one.place.startswith(root)]
    values: dict[str, Any] = {
        "run": record.run_id,
        "output": next(iter(places), ""),
        "reason": "",
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
    done = await work.told(request, rollback, asked)
    told = [told_of(number, "error", one.model_dump()) for number, one in enumerate(done.problems, start=1)]
    values = {"run": run, "output": output, "reason": reason, "done": done.content["result"], "told": told}
    return page(request, "rollback.html.j2", "Roll back", **values)
