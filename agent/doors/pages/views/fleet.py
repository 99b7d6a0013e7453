"""Fleet: events that wait for a channel or were refused, and how much memory holds."""

from fastapi import APIRouter, Request, Response

from agent.bootstrap.use_cases.events.listing import build_list_events
from agent.bootstrap.use_cases.memory.stats import build_stats
from agent.doors.http.callers import Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.use_cases.memory.stats import StatsCommand

router = APIRouter(prefix="/ui/fleet", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_fleet(request: Request, caller: Reader, wired: Wired) -> Response:
    """Show the outbox and the size of memory."""
    tenants = [caller.tenant] if caller.tenant is not None else None
    waiting = wired(build_list_events, caller)("pending", tenants, None)
    refused = wired(build_list_events, caller)("refused", tenants, None)
    held = wired(build_stats, caller)(StatsCommand(tenant=caller.tenant))
    return page(request, "fleet.html.j2", "Fleet", waiting=waiting, refused=refused, memory=held)
