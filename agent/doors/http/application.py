"""The application: every resource of the API, and what surrounds them."""

from fastapi import FastAPI

from agent import __version__
from agent.doors.http.crashes import Crashes
from agent.doors.http.problems import install_problems
from agent.doors.http.request_ids import RequestIds
from agent.doors.http.routers import artifacts, health, reports, runs
from agent.doors.http.wiring import Wiring
from agent.logs import configure_logging
from agent.settings import Settings

_TITLE = "Infrastructure engineer"


def build_app(settings: Settings) -> FastAPI:
    """Put the application together; nothing is opened before it is asked.

    Args:
        settings: the settings.
    """
    app = FastAPI(
        title=_TITLE,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    app.state.wiring = Wiring(settings)
    for module in (health, runs, artifacts, reports):
        app.include_router(module.router)
    install_problems(app)
    # What is added last is asked first.
    app.add_middleware(Crashes, log=configure_logging(settings.log_level))
    app.add_middleware(RequestIds)
    return app
