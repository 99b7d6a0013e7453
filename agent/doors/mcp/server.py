"""The protocol's side of the door: what there is, and how a request reaches it."""

from pathlib import Path

from mcp.server.lowlevel import Server
from mcp.types import (
    CallToolRequest,
    CompleteRequest,
    GetPromptRequest,
    ListPromptsRequest,
    ListResourcesRequest,
    ListResourceTemplatesRequest,
    ListToolsRequest,
    ReadResourceRequest,
    SetLevelRequest,
)

from agent import __version__
from agent.doors.desk import Desk
from agent.doors.mcp.calls import Calls
from agent.doors.mcp.completion import Completions
from agent.doors.mcp.log_levels import set_level
from agent.doors.mcp.prompts import Prompts
from agent.doors.mcp.reading import Resources
from agent.settings import Settings, variable_of
from foundation.model.errors import InputError, Problem

_INSTRUCTIONS = (
    "Compiles component bundles into validated Helm charts and Kubernetes manifests. Files are written below "
    "{workspace} and nowhere else. A result with isError lists every mistake with the way to mend it."
)


def build_server(settings: Settings, desk: Desk) -> Server[object, object]:
    """Return the server, for any number of sessions.

    Args:
        settings: settings of the agent.
        desk: has the work done.

    Raises:
        InputError: the workspace cannot be one.
    """
    server: Server[object, object] = Server(
        "infrastructure-engineer-agent",
        version=__version__,
        instructions=_INSTRUCTIONS.format(workspace=_workspace(settings)),
    )
    calls, resources, prompts = Calls(desk), Resources(desk), Prompts(desk)
    server.request_handlers |= {
        ListToolsRequest: calls.list,
        CallToolRequest: calls.call,
        ListResourcesRequest: resources.list,
        ListResourceTemplatesRequest: resources.list_templates,
        ReadResourceRequest: resources.read,
        ListPromptsRequest: prompts.list,
        GetPromptRequest: prompts.get,
        CompleteRequest: Completions(desk).complete,
        SetLevelRequest: set_level,
    }
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
