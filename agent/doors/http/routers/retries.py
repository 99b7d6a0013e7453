"""Trying a run again: one that failed for a reason outside, or with other values."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.doors.http.callers import Operator
from agent.doors.http.parameters import Folder, IdempotencyKey, RunName
from agent.doors.http.schemas import Generated
from agent.doors.http.work.retry import RetryAsked, retry
from agent.doors.http.working import AtWork

router = APIRouter(prefix="/v1/runs/{run}/retries", tags=["runs"])
_SHORTEST_REASON, _LONGEST_REASON = 3, 2_000
_MANY = 50
Reason = Annotated[
    str, Query(min_length=_SHORTEST_REASON, max_length=_LONGEST_REASON, description="Why; it is kept with the run.")
]
Values = Annotated[
    list[str],
    Query(
        alias="set",
        max_length=_MANY,
        description="Another value of the bundle, as in component.replicas=3; repeatable.",
    ),
]
Dry = Annotated[bool, Query(description="Only see what would come of it.")]
Overwrite = Annotated[bool, Query(description="Replace files that a person edited.")]


@router.post("", summary="Try a run again", responses={200: {"model": Generated}})
async def retry_run(
    request: Request,
    run: RunName,
    caller: Operator,
    work: AtWork,
    reason: Reason,
    values: Values = [],  # noqa: B006 - FastAPI copies it
    output: Folder | None = None,
    overwrite: Overwrite = False,
    dry_run: Dry = False,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Compile once more what a run was asked for, with other values if need be, through the gate of today.

    It may take the leave of another person, which is asked for then (403). Who retried, and why, is kept.
    """
    request.state.action.recorded, request.state.action.reason = not dry_run, reason
    asked = RetryAsked(
        run=run,
        by=caller.principal,
        reason=reason,
        assignments=values,
        tenant=caller.tenant,
        visible=caller.visible,
        output=output,
        overwrite=overwrite,
        dry_run=dry_run,
    )

    async def answered() -> Response:
        return await work.answer(request, retry, asked)

    return await work.idempotency.once(request, caller.principal, b"", answered)
