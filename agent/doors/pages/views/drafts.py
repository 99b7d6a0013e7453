"""A draft that a model made: what is in it, what it changes of the one that was approved, and the decision about it."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from agent.bootstrap.use_cases.drafts.decision import build_decide_draft
from agent.bootstrap.use_cases.drafts.listing import build_list_drafts
from agent.bootstrap.use_cases.memory.approvals import build_list_approvals
from agent.doors.http.callers import Approver, Caller, Reader
from agent.doors.http.wiring import Wired, Wiring
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.lines import part_of
from agent.doors.pages.shown.sides import Sides
from agent.use_cases.drafts.decision import DecideCommand
from agent.use_cases.memory.approvals import ApprovalsCommand
from foundation.model.access import NotThereError
from foundation.model.drafts.lock import ListedDraft
from foundation.model.errors import Problem
from foundation.source.emit import to_yaml

router = APIRouter(prefix="/ui/templates/drafts/{name}", include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Path(max_length=253)]
Verdict = Annotated[Literal["approved", "rejected"], Form()]
Reason = Annotated[str, Form(min_length=3, max_length=2_000)]


@router.get("")
def show_draft(request: Request, name: Name, caller: Reader, wired: Wired) -> Response:
    """Show a draft, and side by side what it changes of the approved one of the same component."""
    drafts = _drafts(caller, wired)
    draft = _named(name, drafts)
    before = _approved_before(draft, drafts, caller, wired)
    text = _text(draft)
    sides = Sides(_text(before), text).rows() if before is not None else None
    return page(
        request,
        "draft.html.j2",
        f"Draft {name}",
        draft=draft,
        before=before,
        lines=part_of(text, 1).lines,
        rows=sides,
        may=caller.principal.may("approver"),
    )


@router.post("")
def decide(
    request: Request, name: Name, caller: Approver, wired: Wired, sent: Sent, verdict: Verdict, reason: Reason
) -> Response:
    """Approve or reject a draft."""
    request.state.action.reason = reason
    _named(name, _drafts(caller, wired))
    command = DecideCommand(draft=name, verdict=verdict, by=caller.principal.name, reason=reason)
    wired(build_decide_draft, caller)(command)
    return RedirectResponse("/ui/templates", HTTPStatus.SEE_OTHER)


def _drafts(caller: Caller, wired: Wiring) -> list[ListedDraft]:
    """Return the drafts; they are of the workspace, so they exist for whoever has all of its tenants."""
    return wired(build_list_drafts, caller)(True) if caller.visible is None else []


def _named(name: str, drafts: list[ListedDraft]) -> ListedDraft:
    found = next((draft for draft in drafts if draft.name == name), None)
    if found is None:
        raise NotThereError(
            Problem(
                code="draft-unknown",
                message="there is no such draft",
                remedy="The page of templates lists those that there are.",
            )
        )
    return found


def _approved_before(
    draft: ListedDraft, drafts: list[ListedDraft], caller: Caller, wired: Wiring
) -> ListedDraft | None:
    """Return the draft of the same component that was approved last; memory knows when, and their files do not."""
    approved = {
        one.name: one
        for one in drafts
        if (one.lock.component, one.lock.status) == (draft.lock.component, "approved") and one.name != draft.name
    }
    if len(approved) > 1:
        known = wired(build_list_approvals, caller)(ApprovalsCommand(kind="draft"))
        names = (one.approval.name for one in known if one.approval.decision == "approved")
        last = next((name for name in names if name in approved), None)
        if last is not None:
            return approved[last]
    return next(iter(approved.values()), None)


def _text(draft: ListedDraft) -> str:
    return to_yaml(draft.lock.draft.model_dump(mode="json", by_alias=True, exclude_defaults=True))
