"""`mcp`: the agent as an MCP server on stdio."""

NAME = "mcp"


def command() -> None:
    """Serve the Model Context Protocol on standard input and output."""
    from agent.doors.mcp import serve_stdio
    from agent.settings import load_settings

    serve_stdio(load_settings())
