"""Trying a run again, as it was or with other values."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.doors.http.callers import Operator
from agent.doors.http.parameters import Folder, IdempotencyKey, Reason, RunName
from agent.doors.http.schemas import Generated
from agent.doors.http.work.retry import RetryAsked, retry
from agent.doors.http.working import AtWork

router = APIRouter(prefix="/v1/runs/{run}/retries", tags=["runs"])

Changes = Annotated[
    list[str] | None,
    Query(alias="set", description="A value in the place of another, as path=value; may be repeated."),
]
Preview = Annotated[bool, Query(alias="dry_run", description="Tell what would come of it, and save nothing.")]


@router.post("", summary="Try a run again", responses={200: {"model": Generated}})
async def retry_run(
    request: Request,
    run: RunName,
    caller: Operator,
    work: AtWork,
    output: Folder | None = None,
    changes: Changes = None,
    preview: Preview = False,
    reason: Reason = "tried again",
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Compile once more what a run was asked for, with the templates and policies of today, through the gate.

    Other values take the role operator; other exceptions to rules, and what the policy names, take another person's
    leave, which is asked for then.
    """
    asked = RetryAsked(
        run=run,
        by=caller.principal,
        reason=reason,
        assignments=changes or [],
        preview=preview,
        tenant=caller.tenant,
        visible=caller.visible,
        output=output,
    )
    request.state.action.reason, request.state.action.recorded = reason, not preview

    async def answered() -> Response:
        return await work.answer(request, retry, asked)

    return await work.idempotency.once(request, caller.name, b"", answered)
