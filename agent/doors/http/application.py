"""The application: every resource of the API, and what surrounds them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from agent import __version__
from agent.bootstrap.logs import build_log
from agent.bootstrap.telemetry import build_metrics_app
from agent.bootstrap.use_cases.answers import build_answer_book
from agent.doors import mcp
from agent.doors.access.building import build_access
from agent.doors.access.middleware import OPEN_PATHS, Access, AccessMiddleware
from agent.doors.desk import Desk
from agent.doors.http.answers import JSON
from agent.doors.http.crashes import Crashes
from agent.doors.http.description import describe
from agent.doors.http.in_pieces import InPieces
from agent.doors.http.json_bytes import as_json
from agent.doors.http.kept import Kept
from agent.doors.http.parameters import only_known
from agent.doors.http.problems import install_problems
from agent.doors.http.rates import Rates
from agent.doors.http.request_ids import RequestIds
from agent.doors.http.routers import (
    approvals,
    artifacts,
    bundles,
    codes,
    events,
    generations,
    handovers,
    health,
    incoming,
    reports,
    retries,
    rollbacks,
    runs,
    schemas,
    validations,
)
from agent.doors.http.safety import Safety
from agent.doors.http.wiring import Wiring
from agent.doors.http.working import Work
from agent.doors.pages import routers as pages
from agent.doors.pages.attempts import Attempts
from agent.doors.pages.bounded_forms import BoundedForms
from agent.doors.pages.for_people import ForPeople
from agent.doors.pages.sessions import Sessions
from agent.doors.worker.duties import PRELOAD
from agent.doors.worker.events_in import EventsIn
from agent.settings import Settings

TITLE = "Infrastructure engineer"
#: Every resource, in the order in which the description has them and requests are held against them: what probes ask
#: all the time comes first.
ROUTERS = [
    module.router
    for module in (
        health,
        generations,
        validations,
        bundles,
        rollbacks,
        runs,
        retries,
        handovers,
        approvals,
        artifacts,
        reports,
        events,
        incoming,
        codes,
        schemas,
    )
]
#: What the API is, everybody may know.
_OPEN_PATHS = OPEN_PATHS | {
    "/openapi.json",
    "/ui/sign-in",
    "/ui/sign-in/provider",
    "/ui/sign-in/done",
    "/ui/static/style.css",
    "/ui/static/live.js",
}
#: What the processes of the desk do for requests.
_WORK = (
    *(
        f"agent.doors.http.work.{name}"
        for name in ("bundles", "generation", "handover", "retry", "rollback", "validation")
    ),
    "agent.doors.pages.work.retry",
    "agent.doors.pages.work.validation",
    *PRELOAD,
)
#: Seconds that generations which nobody waits for get to come to their end when the server stops.
_LAST_SECONDS = 20.0


def build_app(settings: Settings, access: Access | None = None) -> FastAPI:
    """Put the application together; nothing is opened before it is asked.

    Args:
        settings: the settings.
        access: who may ask; that of the settings by default.

    Raises:
        InputError: the settings of the identity provider do not fit together.
    """
    settings = settings.model_copy(update={"metrics": True})
    log = build_log(settings)
    app = FastAPI(
        title=TITLE,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(only_known)],
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    app.state.log, app.state.wiring = log, Wiring(settings)
    app.state.routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    app.state.leaving = asyncio.Event()
    sessions = app.state.sessions = Sessions(secure=settings.public_url.startswith("https://"))
    app.state.attempts = Attempts()
    access = app.state.access = access or build_access(settings)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(pages.router)
    others = (("/openapi.json", _description), ("/mcp", _Mcp(app)), ("/metrics", build_metrics_app(settings)))
    for path, answers in others:
        app.router.routes.append(Route(path, answers))
    install_problems(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    # What is added last is asked first.
    app.add_middleware(BoundedForms, seconds=settings.http_body_seconds)
    app.add_middleware(Rates, per_minute=settings.http_requests_per_minute)
    app.add_middleware(AccessMiddleware, access=access, open_paths=_OPEN_PATHS, session=sessions)
    app.add_middleware(Crashes, log=log)
    app.add_middleware(ForPeople)
    app.add_middleware(RequestIds)
    app.add_middleware(Safety)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    if not hasattr(app.state, "description"):
        app.state.description = describe(app, app.state.routes)
    description: dict[str, Any] = app.state.description
    return description


def _description(request: Request) -> Response:
    """Answer with the description of the API; in a thread, because to make it takes a third of a second."""
    return InPieces(as_json(request.app.openapi()), media_type=JSON)


@asynccontextmanager
async def at_work(app: FastAPI) -> AsyncIterator[None]:
    """Open the desk of an application; what is under way when it closes comes to its end, if it is not too long.

    Args:
        app: the application; it answers nothing that takes work before.

    Raises:
        InputError: the workspace cannot be one.
    """
    settings = app.state.wiring.settings
    kept = Kept(build_answer_book(settings), app.state.log)
    async with (
        kept.beating(),
        Desk(settings, settings.http_workers or None, preload=(*_WORK, *mcp.WORK)) as desk,
        EventsIn(settings, desk) as app.state.events_in,
    ):
        work = app.state.work = Work(settings, desk, app.state.log, kept)
        app.state.mcp = mcp.http_application(settings, desk, app.state.events_in)
        async with app.state.mcp.running():
            _make_ready(app)
            yield
            await work.generations.end(_LAST_SECONDS)


def _make_ready(app: FastAPI) -> None:
    """Do what would hold up the loop later: routes are put together when a request is first held against them."""
    nowhere = {"type": "http", "method": "GET", "path": "/nowhere", "root_path": "", "headers": []}
    for route in app.routes:
        route.matches(nowhere)


class _Mcp:
    """MCP over streamable HTTP; it is there when the desk is open.

    Args:
        app: what it belongs to.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._app.state.mcp(scope, receive, send)
