"""Validate: manifests that are pasted, dropped or chosen, with what the gate finds at their lines."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from agent.doors.http.callers import Reader
from agent.doors.http.work.validation import MANIFESTS
from agent.doors.http.working import AtWork
from agent.doors.pages.bounded_forms import LONGEST_FILES
from agent.doors.pages.dropped import dropped
from agent.doors.pages.forms import require_own
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import Told, told_of
from agent.doors.pages.shown.texts import Shown, texts_of
from agent.doors.pages.work.validation import TextsAsked, texts_validated

router = APIRouter(prefix="/ui/validate", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_form(request: Request, caller: Reader) -> Response:
    """Show the empty form."""
    return _page(request)


@router.post("")
async def validate(request: Request, caller: Reader, work: AtWork) -> Response:
    """Hold what was sent against the gate."""
    sent = await dropped(request)
    require_own(request, sent.form_token)
    said = (await work.told(request, texts_validated, TextsAsked(files=sent.files))).content["said"]
    names = [] if list(sent.files) == [MANIFESTS] else list(sent.files)
    found = [told_of(number, one["severity"], one, names) for number, one in enumerate(said, start=1)]
    return _page(request, sent.pasted, found, texts_of(sent.files, found), sent.left_out)


def _page(
    request: Request,
    manifests: str = "",
    told: Sequence[Told] | None = None,
    texts: Sequence[Shown] = (),
    left_out: Sequence[str] = (),
) -> Response:
    return page(
        request,
        "validate.html.j2",
        "Validate",
        manifests=manifests,
        told=told,
        texts=texts,
        left_out=left_out,
        passed=all(one.severity != "error" for one in told or ()),
        longest=LONGEST_FILES,
    )
