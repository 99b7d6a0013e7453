"""`serve`: the agent as an HTTP server."""

from typing import Annotated

import typer

NAME = "serve"
_LAST_PORT = 65_535


def command(
    host: Annotated[str, typer.Option("--host", help="Address to listen at.", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=_LAST_PORT, help="Port; 0 takes a free one.", metavar="NUMBER")
    ] = 8080,
) -> None:
    """Serve the HTTP API until a signal ends it; what was begun comes to its end.

    It tells its address on stderr. /openapi.json describes the API.
    """
    from agent.doors.http.server import serve
    from agent.settings import load_settings

    serve(load_settings(), host, port)
