"""Fleet: workers, what waits or was refused, dead letters, how much memory holds; sent and taken up again from here."""

from http import HTTPStatus
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from agent.bootstrap.use_cases.dead_letters.dropping import build_drop_dead_letters
from agent.bootstrap.use_cases.dead_letters.listing import build_find_dead_letters, build_list_dead_letters
from agent.bootstrap.use_cases.events.listing import build_list_events
from agent.bootstrap.use_cases.events.relaying import build_relay_events
from agent.bootstrap.use_cases.events.replaying import build_replay_events
from agent.bootstrap.use_cases.memory.stats import build_stats
from agent.doors.http.callers import Caller, Operator, Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.forms import Sent
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.worker.events_in import EventsIn, FleetAtWork
from agent.use_cases.events.replaying import ReplayCommand
from agent.use_cases.memory.stats import StatsCommand
from foundation.model.access import tenant_not_there
from foundation.model.errors import AgentError, InputError
from foundation.model.fleet import EMBEDDED

router = APIRouter(prefix="/ui/fleet", include_in_schema=False, route_class=PageRoute)
#: So many entries of the outbox are shown.
_MOST = 200
Letter = Annotated[str, Path(max_length=100)]
Run = Annotated[str, Path(max_length=253)]


@router.get("")
async def show_fleet(request: Request, caller: Reader, wired: Wired) -> Response:
    """Show workers, the outbox, dead letters and the size of memory."""
    fleet, problem = await _fleet(request)
    return await run_sync(_shown, request, caller, wired, fleet, problem)


@router.post("/relay")
def relay(request: Request, caller: Operator, wired: Wired, sent: Sent) -> Response:
    """Send what waits, now."""
    tenants = [caller.tenant] if caller.tenant is not None else caller.visible
    done = wired(build_relay_events, caller)(tenants)
    request.state.action.reason = f"{done.sent} sent, {done.waiting} wait"
    return _back()


@router.post("/events/{run}/replay")
def replay_events(request: Request, run: Run, caller: Operator, wired: Wired, sent: Sent) -> Response:
    """Send the events of a run once more."""
    wired(build_replay_events, caller)(ReplayCommand(subject=run))
    return _back()


@router.post("/dead-letters/{letter}/replay")
async def replay_letter(request: Request, letter: Letter, caller: Operator, wired: Wired, sent: Sent) -> Response:
    """Take a dead letter up once more, on the word of somebody who may speak for every tenant."""
    _require_every_tenant(caller)
    found = await run_sync(wired(build_find_dead_letters, caller), [letter], None)
    events_in: EventsIn = request.app.state.events_in
    done = await events_in.replay(found)
    if done.refused:
        raise InputError(*(problem for error in done.refused for problem in error.problems))
    return _back()


@router.post("/dead-letters/{letter}/drop")
def drop_letter(request: Request, letter: Letter, caller: Operator, wired: Wired, sent: Sent) -> Response:
    """Take a dead letter away."""
    wired(build_drop_dead_letters, caller)([letter], caller.tenant)
    return _back()


def _shown(
    request: Request, caller: Caller, wired: Wired, fleet: FleetAtWork | None, problem: AgentError | None
) -> Response:
    tenants = [caller.tenant] if caller.tenant is not None else None
    return page(
        request,
        "fleet.html.j2",
        "Fleet",
        fleet=fleet,
        problem=problem,
        embedded=wired.settings.fleet == EMBEDDED,
        waiting=wired(build_list_events, caller)("pending", tenants, None)[:_MOST],
        refused=wired(build_list_events, caller)("refused", tenants, None)[:_MOST],
        letters=wired(build_list_dead_letters, caller)(caller.tenant)[:_MOST],
        memory=wired(build_stats, caller)(StatsCommand(tenant=caller.tenant)),
        may=caller.principal.may("operator"),
        every=caller.visible is None,
    )


async def _fleet(request: Request) -> tuple[FleetAtWork | None, AgentError | None]:
    events_in: EventsIn = request.app.state.events_in
    try:
        return await events_in.at_work(), None
    except AgentError as error:  # a server that is away hides nothing else
        return None, error


def _require_every_tenant(caller: Caller) -> None:
    if caller.visible is not None:
        raise tenant_not_there("*")


def _back() -> Response:
    return RedirectResponse("/ui/fleet", HTTPStatus.SEE_OTHER)
