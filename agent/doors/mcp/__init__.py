"""The MCP door: the agent as three tools of a Model Context Protocol server.

Importing this package costs nothing; the SDK is loaded when a server starts, and the kernel
when its first tool is called, so that a client's handshake does not wait for it.
"""

from agent.settings import Settings


def serve_stdio(settings: Settings) -> None:
    """Serve on standard input and output until the client closes them.

    Args:
        settings: settings of the agent; files are only written below their workspace, and in
            their state folder.
    """
    from agent.doors.mcp.stdio import serve

    serve(settings)
