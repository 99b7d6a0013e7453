"""Validate: manifests that are pasted, with what the gate finds at their lines."""

import json
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from agent.doors.http.callers import Reader
from agent.doors.http.work.validation import ValidationAsked, validation
from agent.doors.http.working import AtWork
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import told_of
from agent.doors.pages.shown.lines import lines_of

router = APIRouter(prefix="/ui/validate", include_in_schema=False, route_class=PageRoute)
_LONGEST = 5_000_000
Manifests = Annotated[str, Form(max_length=_LONGEST)]


@router.get("")
def show_form(request: Request, caller: Reader) -> Response:
    """Show the empty form."""
    return page(request, "validate.html.j2", "Validate", manifests="", told=None, lines=[], passed=None)


@router.post("")
async def validate(request: Request, manifests: Manifests, sent: Sent, caller: Reader, work: AtWork) -> Response:
    """Hold what was pasted against the gate."""
    told = await work.told(request, validation, ValidationAsked(manifests=manifests.encode()))
    if told.fault is not None:
        found = [told_of(number, "error", one.model_dump()) for number, one in enumerate(told.problems, start=1)]
    else:
        report = json.loads(told.content["text"])
        found = [told_of(number, one["severity"], one) for number, one in enumerate(report["findings"], start=1)]
    marks = [(one.line, one.number) for one in found if one.line is not None]
    return page(
        request,
        "validate.html.j2",
        "Validate",
        manifests=manifests,
        told=found,
        lines=lines_of(manifests, marks),
        passed=all(one.severity != "error" for one in found),
    )
