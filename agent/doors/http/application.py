"""The application: every resource of the API, and what surrounds them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from agent import __version__
from agent.bootstrap.telemetry import build_metrics_app
from agent.doors.access.building import build_access
from agent.doors.access.middleware import OPEN_PATHS, Access, AccessMiddleware
from agent.doors.desk import Desk
from agent.doors.http.crashes import Crashes
from agent.doors.http.description import describe
from agent.doors.http.parameters import only_known
from agent.doors.http.problems import install_problems
from agent.doors.http.rates import Rates
from agent.doors.http.request_ids import RequestIds
from agent.doors.http.routers import (
    artifacts,
    bundles,
    codes,
    events,
    generations,
    health,
    reports,
    rollbacks,
    runs,
    schemas,
    validations,
)
from agent.doors.http.wiring import Wiring
from agent.doors.http.working import Work
from agent.logs import Log, configure_logging
from agent.settings import Settings

TITLE = "Infrastructure engineer"
#: Every resource, in the order in which the description has them.
ROUTERS = [
    module.router
    for module in (
        generations,
        validations,
        bundles,
        rollbacks,
        runs,
        artifacts,
        reports,
        events,
        codes,
        schemas,
        health,
    )
]
#: What the API is, everybody may know.
_OPEN_PATHS = OPEN_PATHS | {"/openapi.json"}
#: What the processes of the desk do for requests.
_WORK = tuple(f"agent.doors.http.work.{name}" for name in ("bundles", "generation", "rollback", "validation"))
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
    log = configure_logging(settings.log_level)
    app = FastAPI(
        title=TITLE,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(only_known)],
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
        redirect_slashes=False,
        lifespan=partial(_at_work, settings, log),
    )
    app.state.wiring = Wiring(settings)
    app.state.routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    app.state.leaving = asyncio.Event()
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/metrics", cast("ASGIApp", build_metrics_app(settings)))
    install_problems(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    # What is added last is asked first.
    app.add_middleware(Rates, per_minute=settings.http_requests_per_minute)
    app.add_middleware(AccessMiddleware, access=access or build_access(settings), open_paths=_OPEN_PATHS)
    app.add_middleware(Crashes, log=log)
    app.add_middleware(RequestIds)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    if not hasattr(app.state, "description"):
        app.state.description = describe(app, app.state.routes)
    description: dict[str, Any] = app.state.description
    return description


@asynccontextmanager
async def _at_work(settings: Settings, log: Log, app: FastAPI) -> AsyncIterator[None]:
    """Open the desk while the server runs; what is under way when it stops comes to its end, if it is not too long."""
    async with Desk(settings, settings.http_workers or None, preload=_WORK) as desk:
        work = app.state.work = Work(settings, desk, log)
        yield
        await work.generations.end(_LAST_SECONDS)
