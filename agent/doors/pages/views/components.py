"""Components: what is deployed where."""

from fastapi import APIRouter, Request, Response

from agent.bootstrap.use_cases.deployed import build_deployed
from agent.doors.http.callers import Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute

router = APIRouter(prefix="/ui/components", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_components(request: Request, caller: Reader, wired: Wired) -> Response:
    """Show the version of each component in each of its environments."""
    found = wired(build_deployed, caller)(caller.tenant)
    return page(
        request, "components.html.j2", "Components", components=found.components, environments=found.environments
    )
