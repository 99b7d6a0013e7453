"""The MCP server over streamable HTTP on a port of this machine, in a process of its own."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tests.support.generation import ROOT
from tests.support.ports import free_port, wait_for


@contextmanager
def running_mcp(folder: Path, environment: dict[str, str], *, fixture: bool = False) -> Iterator[str]:
    """Run a server; yields the address of its endpoint.

    Args:
        folder: gets its log.
        environment: its variables.
        fixture: whether it answers the names that the conformance suite asks for, instead of ours.
    """
    port = free_port()
    command = [sys.executable, "-m", "tests.support.mcp_http", str(port), *(["fixture"] if fixture else [])]
    with (folder / "http.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    with process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()


def _serve(port: int, *, fixture: bool) -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from agent.doors.access.building import build_access
    from agent.doors.access.middleware import AccessMiddleware
    from agent.doors.desk import Desk
    from agent.doors.mcp import WORK, http_application
    from agent.doors.mcp.http import McpApplication
    from agent.doors.worker.events_in import EventsIn
    from agent.settings import load_settings
    from tests.support.mcp_fixture import fixture_server

    settings = load_settings()
    desk = Desk(settings, 2, preload=WORK)
    events = EventsIn(settings, desk)
    mcp = McpApplication(fixture_server()) if fixture else http_application(settings, desk, events)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with desk, events, mcp.running():
            yield

    application = Starlette(routes=[Mount("/mcp", app=mcp)], lifespan=lifespan)
    guarded = AccessMiddleware(application, build_access(settings))
    uvicorn.run(guarded, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    _serve(int(sys.argv[1]), fixture=sys.argv[2:] == ["fixture"])
