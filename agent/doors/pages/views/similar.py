"""Similar: what is like a component, what its domain does, and what changed since its last run."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.background import BackgroundTask

from agent.bootstrap.use_cases.similar import build_similar_loading, build_similar_trace
from agent.doors.http.callers import Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute

router = APIRouter(prefix="/ui/similar", include_in_schema=False, route_class=PageRoute)
_MOST = 10
Word = Annotated[str, Query(max_length=253)]


@router.get("")
def show_similar(request: Request, caller: Reader, wired: Wired, trace: Word = "", component: Word = "") -> Response:
    """Show what is like the component of a trace."""
    wanted, name = trace.strip(), component.strip() or None
    found = wired(build_similar_trace, caller)(wanted, caller.tenant, name, _MOST) if wanted else None
    answer = page(request, "similar.html.j2", "Similar", trace=wanted, component=component, found=found)
    if found is None:  # whoever opens the form asks soon
        answer.background = BackgroundTask(wired(build_similar_loading))
    return answer
