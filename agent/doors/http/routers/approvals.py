"""What waits for somebody's leave, and what people say to it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from agent.bootstrap.use_cases.approvals.deciding import build_decide_approval
from agent.bootstrap.use_cases.approvals.listing import build_list_approvals
from agent.doors.http.answers import json_answer
from agent.doors.http.callers import Approver, Reader
from agent.doors.http.parameters import Reason
from agent.doors.http.schemas import Approval, Approvals
from agent.doors.http.wiring import Wired
from agent.reporting.leaves import leaves_data
from agent.use_cases.approvals.deciding import DecideApprovalCommand
from agent.use_cases.approvals.listing import ListApprovalsCommand

router = APIRouter(prefix="/v1/approvals", tags=["approvals"])
Subject = Annotated[str, Path(description="Id of what is decided about, as the list has it.", max_length=253)]
Every = Annotated[bool, Query(description="What is decided, too.")]
Verdict = Annotated[Literal["approved", "rejected"], Query(description="The decision.")]


@router.get("", summary="List what waits for somebody's leave", responses={200: {"model": Approvals}})
def list_approvals(caller: Reader, wired: Wired, every: Every = False) -> Response:
    """Give what was asked for, by whom and why; the last of each tenant first."""
    tenants = [caller.tenant] if caller.tenant is not None else None
    found = wired(build_list_approvals, caller)(ListApprovalsCommand(tenants=tenants, every=every))
    return json_answer({"approvals": leaves_data(found)})


@router.post("/{subject}", summary="Approve or reject", responses={200: {"model": Approval}})
def decide_approval(
    request: Request, subject: Subject, caller: Approver, wired: Wired, verdict: Verdict, reason: Reason
) -> Response:
    """Say whether somebody may do what they asked leave for; whoever asked cannot say so themselves (403)."""
    request.state.action.reason = reason
    command = DecideApprovalCommand(
        subject=subject, verdict=verdict, by=caller.principal, reason=reason, tenant=caller.tenant
    )
    decided = wired(build_decide_approval, caller)(command)
    request.state.action.tenant = decided.tenant
    (told,) = leaves_data([decided])
    return json_answer(told)
