"""`mcp`: the agent as an MCP server on stdio."""

import typer

from agent.doors.cli.exit_codes import NO_READER

NAME = "mcp"


def command() -> None:
    """Serve the Model Context Protocol on standard input and output."""
    from agent.doors.mcp import serve_stdio
    from agent.settings import load_settings

    try:
        serve_stdio(load_settings())
    except BrokenPipeError:
        raise typer.Exit(NO_READER) from None
