"""Templates and policies: what the catalog offers, and drafts that wait for a decision."""

from fastapi import APIRouter, Request, Response

from agent.bootstrap.use_cases.drafts.listing import build_list_drafts
from agent.bootstrap.use_cases.templates.listing import build_list_templates
from agent.doors.http.callers import Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute

router = APIRouter(prefix="/ui/templates", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_templates(request: Request, caller: Reader, wired: Wired) -> Response:
    """Show chart templates and pending drafts."""
    charts = wired(build_list_templates, caller)()
    # Drafts are of the workspace, and name components of whichever tenant.
    drafts = wired(build_list_drafts, caller)(True) if caller.visible is None else []
    return page(request, "templates.html.j2", "Templates", charts=charts, drafts=drafts)
