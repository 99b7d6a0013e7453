"""The MCP door: the agent as tools, resources and a prompt of a Model Context Protocol server.

Importing this package costs nothing; the SDK is loaded when a server starts, and the kernel
in processes of their own (``agent.doors.desk``), so that a client's handshake does not wait for it.
"""

from typing import TYPE_CHECKING

from agent.settings import Settings

if TYPE_CHECKING:
    from agent.doors.desk import Desk
    from agent.doors.mcp.http import McpApplication
    from agent.doors.mcp.incoming import Events


def serve_stdio(settings: Settings) -> None:
    """Serve on standard input and output until the client closes them.

    Args:
        settings: settings of the agent; files are only written below their workspace, and in
            their state folder.
    """
    from agent.doors.mcp.stdio import serve

    serve(settings)


def http_application(settings: Settings, desk: "Desk", events: "Events") -> "McpApplication":
    """Return the server as an ASGI application for streamable HTTP; whoever mounts it enters its ``running()``.

    Args:
        settings: settings of the agent.
        desk: has the work done, with the modules of ``WORK`` loaded beforehand.
        events: takes events of other agents.

    Raises:
        InputError: the workspace cannot be one.
    """
    from agent.doors.mcp.http import McpApplication
    from agent.doors.mcp.server import build_server

    return McpApplication(build_server(settings, desk, events))


#: Modules that hold the work of this door, for ``Desk(preload=...)``.
WORK = ("agent.doors.mcp.work",)
