"""Trace: what an id is linked with, forwards and back."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.tracing import build_links
from agent.doors.http.callers import Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute

router = APIRouter(prefix="/ui/trace", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_trace(
    request: Request, caller: Reader, wired: Wired, id: Annotated[str, Query(max_length=253)] = ""
) -> Response:
    """Show blueprint, runs, findings, artifacts and events that belong together."""
    wanted = id.strip()
    linked = wired(build_links, caller)(wanted, caller.tenant) if wanted else []
    return page(request, "trace.html.j2", "Trace", id=wanted, linked=linked)
