"""Calls of tools: each is work for a process of the desk, and what it tells meanwhile goes to whoever called.

The SDK's own decorator for calls is not used: it answers wrong arguments with the first mistake
only, and an unknown tool with a tool's result instead of a protocol error.
"""

import json
from functools import cached_property, partial
from importlib.resources import files
from typing import Any

from mcp.server.lowlevel.server import request_ctx
from mcp.shared.exceptions import McpError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequest,
    CallToolResult,
    CreateTaskResult,
    ErrorData,
    ListToolsRequest,
    ListToolsResult,
    ResourceLink,
    ServerResult,
    TextContent,
    Tool,
)
from pydantic import AnyUrl

from agent.doors.desk import Desk
from agent.doors.mcp.answering import Answer, answer
from agent.doors.mcp.caller import Caller
from agent.doors.mcp.elicitation import asked_for
from agent.doors.mcp.incoming import ARGUMENT, TOOL, Events, take_event
from agent.doors.mcp.mistakes import failed
from agent.doors.mcp.tasks import present_tasks
from foundation.model.errors import AgentError
from foundation.source.plain import check_bounds
from foundation.source.tree import Document

#: What `make docs` makes of ``tools.listing``: a client that lists the tools need not wait for the model to load.
READY_MADE = "tools.json"


class Calls:
    """Lists the tools and answers their calls.

    Args:
        desk: has the work done.
        events: takes events of other agents.
        question_seconds: how long a call waits for what its user is asked for.
    """

    def __init__(self, desk: Desk, events: Events, question_seconds: float) -> None:
        self._desk = desk
        self._events = events
        self._question_seconds = question_seconds

    @cached_property
    def _tools(self) -> dict[str, Tool]:
        text = files("agent.doors.mcp").joinpath(READY_MADE).read_text(encoding="utf-8")
        return {tool.name: tool for tool in map(Tool.model_validate, json.loads(text))}

    async def list(self, _request: ListToolsRequest) -> ServerResult:
        """Answer ``tools/list``."""
        return ServerResult(ListToolsResult(tools=[*self._tools.values()]))

    async def call(self, request: CallToolRequest) -> ServerResult:
        """Answer ``tools/call``.

        Raises:
            McpError: there is no such tool.
        """
        name, arguments = request.params.name, request.params.arguments or {}
        if name not in self._tools:
            message = f"Unknown tool: {name[:100]}. There are {', '.join(self._tools)}."
            raise McpError(ErrorData(code=INVALID_PARAMS, message=message))
        context, task = request_ctx.get(), request.params.task
        caller = Caller(context, waits=task is None)
        if not _is_read_only(self._tools[name]):
            caller.note(name, arguments.get("reason"))
        if task is not None:
            begun = present_tasks().begin(partial(self._result, name, arguments, caller), task.ttl)
            return ServerResult(CreateTaskResult(task=begun))
        return ServerResult(await self._result(name, arguments, caller))

    async def _result(self, name: str, arguments: dict[str, Any], caller: Caller) -> CallToolResult:
        try:
            check_bounds(Document(data=arguments), "arguments")
            done = await self._answer(name, arguments, caller)
        except AgentError as error:
            done = failed(error, self._tools[name])
        caller.note_outcome(*_told_of(done))
        await caller.announce(done.events)
        return _result(done)

    async def _answer(self, name: str, arguments: dict[str, Any], caller: Caller) -> Answer:
        """Have a call answered; what it lacks the caller is asked for once, where they can be asked."""
        if name == TOOL and ARGUMENT in arguments:
            return await take_event(self._events, arguments, caller.principal, caller.traceparent)
        done = await self._ask(name, arguments, {}, caller)
        added = await asked_for(done.missing, caller, self._question_seconds) if done.missing else {}
        return await self._ask(name, arguments, added, caller) if added else done

    async def _ask(self, name: str, arguments: dict[str, Any], added: dict[str, str], caller: Caller) -> Answer:
        return await self._desk.run(
            answer, caller.principal, name, arguments, added, progress=caller.listener(), parent=caller.traceparent
        )


def _is_read_only(tool: Tool) -> bool:
    return tool.annotations is not None and bool(tool.annotations.readOnlyHint)


def _told_of(done: Answer) -> tuple[str, str]:
    """Return the run that a call was about, and the code of what is wrong with it; empty where there is none."""
    problems = done.data.get("problems", [])
    run = done.data.get("run")
    return run if isinstance(run, str) else "", problems[0]["code"] if done.failed and problems else ""


def _result(done: Answer) -> CallToolResult:
    links = [ResourceLink(type="resource_link", name=link.rpartition("/")[2], uri=AnyUrl(link)) for link in done.links]
    return CallToolResult(
        content=[TextContent(type="text", text=done.text), *links],
        structuredContent=done.data,
        isError=done.failed,
    )
