"""Trying a run again that failed for a reason outside."""

from fastapi import APIRouter, Request, Response

from agent.doors.http.callers import Operator
from agent.doors.http.parameters import Folder, IdempotencyKey, RunName
from agent.doors.http.schemas import Generated
from agent.doors.http.work.retry import RetryAsked, retry
from agent.doors.http.working import AtWork

router = APIRouter(prefix="/v1/runs/{run}/retries", tags=["runs"])


@router.post("", summary="Try a run again", responses={200: {"model": Generated}})
async def retry_run(
    request: Request,
    run: RunName,
    caller: Operator,
    work: AtWork,
    output: Folder | None = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Compile once more what a run was asked for, with the templates and policies of today, through the gate."""
    asked = RetryAsked(run=run, tenant=caller.tenant, visible=caller.visible, output=output)

    async def answered() -> Response:
        return await work.answer(request, retry, asked)

    return await work.idempotency.once(request, caller.name, b"", answered)
