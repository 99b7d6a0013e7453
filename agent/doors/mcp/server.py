"""The protocol's side of the door: which tools there are, and how a call reaches them.

The SDK's own decorator for calls is not used: it answers wrong arguments with the first mistake
only, and an unknown tool with a tool's result instead of a protocol error.
"""

from pathlib import Path

import anyio
from anyio.lowlevel import checkpoint
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import McpError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequest,
    CallToolResult,
    ErrorData,
    ListToolsRequest,
    ListToolsResult,
    ServerResult,
    TextContent,
)

from agent import __version__
from agent.doors.mcp.dispatch import Dispatcher
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools import commands
from agent.settings import Settings, variable_of
from foundation.model.errors import InputError, Problem

_INSTRUCTIONS = (
    "Compiles component bundles into validated Helm charts and Kubernetes manifests. Files are written below "
    "{workspace} and nowhere else. A result with isError lists every mistake with the way to mend it."
)


def build_server(settings: Settings) -> Server[object, object]:
    """Return the server with its tools; the agent itself is wired at the first call."""
    server: Server[object, object] = Server(
        "infrastructure-engineer-agent",
        version=__version__,
        instructions=_INSTRUCTIONS.format(workspace=_workspace(settings)),
    )
    known, desk = commands(), Dispatcher(settings)
    # One call works at a time: the work is all computing, and the gate remembers by digest what
    # passed. It works in a thread, so that the loop answers pings and takes cancellations meanwhile;
    # no step is bound to a loop, and a run in a thread always ends whole.
    turns = anyio.CapacityLimiter(1)

    async def list_tools(_request: ListToolsRequest) -> ServerResult:
        return ServerResult(ListToolsResult(tools=[command.tool for command in known.values()]))

    async def call_tool(request: CallToolRequest) -> ServerResult:
        command = known.get(request.params.name)
        if command is None:
            message = f"Unknown tool: {request.params.name}. There are {', '.join(known)}."
            raise McpError(ErrorData(code=INVALID_PARAMS, message=message))
        outcome = await run_sync(desk.answer, command, request.params.arguments or {}, limiter=turns)
        # Here a cancellation that came meanwhile is delivered; the SDK must not be handed an answer then.
        await checkpoint()
        return ServerResult(_result(outcome))

    server.request_handlers[ListToolsRequest] = list_tools
    server.request_handlers[CallToolRequest] = call_tool
    return server


def _workspace(settings: Settings) -> Path:
    try:
        folder = settings.workspace.resolve()
        reason = f"{folder} is no folder" if folder.exists() and not folder.is_dir() else None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there can be no folder of this name"
    if reason is None:
        return folder
    message = f"the workspace cannot be used: {reason}"
    remedy = f"Set {variable_of('workspace')} to a folder that can be written."
    raise InputError(
        Problem(code="folder-unusable", message=message, remedy=remedy, file=str(settings.workspace))
    ) from None


def _result(outcome: Outcome) -> CallToolResult:
    data = outcome.model_dump(mode="json", exclude_none=True)
    return CallToolResult(
        content=[TextContent(type="text", text=outcome.model_dump_json(exclude_none=True))],
        structuredContent=data,
        isError=data["status"] in ("failed", "saved"),
    )
