"""Putting an earlier output back over the present one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.doors.http.callers import Operator
from agent.doors.http.parameters import Component, Folder, IdempotencyKey, Reason
from agent.doors.http.schemas import Rollback
from agent.doors.http.work.rollback import RollbackAsked, rollback
from agent.doors.http.working import AtWork

router = APIRouter(prefix="/v1/rollbacks", tags=["rollbacks"])
To = Annotated[str, Query(description="Version of the chart, or id of the run, that memory holds.", max_length=253)]
Overwrite = Annotated[bool, Query(description="Replace files that a person edited.")]


@router.post("", summary="Put an earlier output back", responses={200: {"model": Rollback}})
async def roll_back(
    request: Request,
    caller: Operator,
    work: AtWork,
    to: To,
    output: Folder,
    component: Component = None,
    overwrite: Overwrite = False,
    reason: Reason = "",
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Put what memory holds of a run, or of a version, back over the output in a folder.

    Every file has to be as it was recorded and goes through the gate; nothing is built.
    """
    asked = RollbackAsked(
        to=to,
        by=caller.principal,
        reason=reason,
        output=output,
        visible=caller.visible,
        component=component,
        tenant=caller.tenant,
        overwrite=overwrite,
    )

    request.state.action.reason = reason

    async def answered() -> Response:
        return await work.answer(request, rollback, asked)

    return await work.idempotency.once(request, caller.principal, b"", answered)
