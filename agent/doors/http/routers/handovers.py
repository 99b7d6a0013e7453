"""A run as one file, for a person who finishes it by hand."""

from typing import Any

from fastapi import APIRouter, Request, Response

from agent.doors.http.answers import TAGGED, tagged_answer
from agent.doors.http.callers import Caller, Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.work.handover import HandoverAsked, handover
from agent.doors.http.working import AtWork, Work
from agent.use_cases.handover.exporting import HandoverForm

router = APIRouter(prefix="/v1/runs/{run}", tags=["runs"])
_TYPES: dict[HandoverForm, str] = {"zip": "application/zip", "patch": "text/x-patch; charset=utf-8"}
_SAYS = "The bundle, what is wrong with it, and the files; what did not pass the gate stands below unfinished/."


def _answers(form: HandoverForm) -> dict[int | str, dict[str, Any]]:
    return {**TAGGED, 200: {"content": {_TYPES[form].partition(";")[0]: {}}, "description": _SAYS}}


@router.get("/handover.zip", summary="Get a run as .zip, to finish it by hand", responses=_answers("zip"))
async def handover_zip(request: Request, run: RunName, caller: Reader, work: AtWork) -> Response:
    """Give what a person needs to finish a run; `infra-engineer runs finish` brings it back."""
    return await _handed_over(request, run, caller, work, "zip")


@router.get("/handover.patch", summary="Get a run as a patch for git am", responses=_answers("patch"))
async def handover_patch(request: Request, run: RunName, caller: Reader, work: AtWork) -> Response:
    """Give the same as a patch, which makes a commit in the component's folder of a repository."""
    return await _handed_over(request, run, caller, work, "patch")


async def _handed_over(request: Request, run: str, caller: Caller, work: Work, form: HandoverForm) -> Response:
    asked = HandoverAsked(run=run, form=form, tenant=caller.tenant, visible=caller.visible)
    told = (await work.told(request, handover, asked)).content
    name = f"{told['run']}{'' if told['finished'] else '-UNFINISHED'}.{form}"
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return tagged_answer(request, told["content"], _TYPES[form], headers=named)
