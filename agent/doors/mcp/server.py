"""The protocol's side of the door: what there is, and how a request reaches it."""

from pathlib import Path
from typing import Any

from mcp.server.lowlevel import NotificationOptions, Server
from mcp.types import (
    CallToolRequest,
    CancelTaskRequest,
    CompleteRequest,
    GetPromptRequest,
    GetTaskPayloadRequest,
    GetTaskRequest,
    ListPromptsRequest,
    ListResourcesRequest,
    ListResourceTemplatesRequest,
    ListTasksRequest,
    ListToolsRequest,
    ReadResourceRequest,
    ServerCapabilities,
    ServerTasksCapability,
    ServerTasksRequestsCapability,
    SetLevelRequest,
    TasksCallCapability,
    TasksCancelCapability,
    TasksListCapability,
    TasksToolsCapability,
)

from agent import __version__
from agent.doors.desk import Desk
from agent.doors.mcp.calls import Calls
from agent.doors.mcp.completion import Completions
from agent.doors.mcp.incoming import Events
from agent.doors.mcp.log_levels import set_level
from agent.doors.mcp.prompts import Prompts
from agent.doors.mcp.reading import Resources
from agent.doors.mcp.tasks import Tasks, cancel_task, get_task, list_tasks, session_tasks, task_result
from agent.settings import Settings, variable_of
from foundation.model.errors import InputError, Problem

_INSTRUCTIONS = (
    "Compiles component bundles into validated Helm charts and Kubernetes manifests. Files are written below "
    "{workspace} and nowhere else. A result with isError lists every mistake with the way to mend it."
)


class _Server(Server[Tasks, Any]):
    """A server that says that calls can be tasks; the SDK's own way to say so is on its way out."""

    def get_capabilities(
        self, notification_options: NotificationOptions, experimental_capabilities: dict[str, dict[str, Any]]
    ) -> ServerCapabilities:
        """See the base class."""
        capabilities = super().get_capabilities(notification_options, experimental_capabilities)
        capabilities.tasks = ServerTasksCapability(
            list=TasksListCapability(),
            cancel=TasksCancelCapability(),
            requests=ServerTasksRequestsCapability(tools=TasksToolsCapability(call=TasksCallCapability())),
        )
        return capabilities


def build_server(settings: Settings, desk: Desk, events: Events) -> Server[Tasks, Any]:
    """Return the server, for any number of sessions.

    Args:
        settings: settings of the agent.
        desk: has the work done.
        events: takes events of other agents.

    Raises:
        InputError: the workspace cannot be one.
    """
    server = _Server(
        "infrastructure-engineer-agent",
        version=__version__,
        instructions=_INSTRUCTIONS.format(workspace=_workspace(settings)),
        lifespan=session_tasks,
    )
    calls = Calls(desk, events, settings.mcp_question_seconds)
    resources, prompts = Resources(desk), Prompts(desk)
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
        GetTaskRequest: get_task,
        GetTaskPayloadRequest: task_result,
        ListTasksRequest: list_tasks,
        CancelTaskRequest: cancel_task,
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
