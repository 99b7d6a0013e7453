"""Approvals: what waits for somebody's leave, approved or rejected with a reason by somebody who did not ask for it."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from agent.bootstrap.use_cases.approvals.deciding import build_decide_approval
from agent.bootstrap.use_cases.approvals.listing import build_list_approvals
from agent.doors.http.callers import Approver, Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.use_cases.approvals.deciding import DecideApprovalCommand
from agent.use_cases.approvals.listing import ListApprovalsCommand

router = APIRouter(prefix="/ui/approvals", include_in_schema=False, route_class=PageRoute)
Verdict = Annotated[Literal["approved", "rejected"], Form()]
Reason = Annotated[str, Form(max_length=2_000)]


@router.get("")
def show_approvals(request: Request, caller: Reader, wired: Wired, every: Annotated[bool, Query()] = False) -> Response:
    """Show what waits, and with ``every`` what is decided too."""
    tenants = [caller.tenant] if caller.tenant is not None else None
    found = wired(build_list_approvals, caller)(ListApprovalsCommand(tenants=tenants, every=every))
    may = caller.principal.may("approver")
    return page(request, "approvals.html.j2", "Approvals", approvals=found, every=every, may=may)


@router.post("/{subject}")
def decide(
    request: Request, subject: str, caller: Approver, wired: Wired, sent: Sent, verdict: Verdict, reason: Reason
) -> Response:
    """Say whether somebody may do what they asked leave for."""
    request.state.action.reason = reason
    command = DecideApprovalCommand(
        subject=subject, verdict=verdict, by=caller.principal, reason=reason, tenant=caller.tenant
    )
    request.state.action.tenant = wired(build_decide_approval, caller)(command).tenant
    return RedirectResponse("/ui/approvals?every=true", HTTPStatus.SEE_OTHER)
