"""The input prompt as an MCP prompt: what the planner's model is told of a component, for a client's own model."""

from typing import TYPE_CHECKING

from mcp.shared.exceptions import McpError
from mcp.types import (
    INVALID_PARAMS,
    ErrorData,
    GetPromptRequest,
    GetPromptResult,
    ListPromptsRequest,
    ListPromptsResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    ServerResult,
    TextContent,
)

from agent.doors.desk import Desk
from agent.doors.mcp.askers import seen_by
from agent.doors.mcp.caller import principal
from agent.doors.mcp.mistakes import error_of
from foundation.model.access import Principal
from foundation.model.errors import AgentError

if TYPE_CHECKING:
    from agent.bootstrap import Agent
    from foundation.model.prompts import PromptDescription, RenderedPrompt

INPUT = "input"


class Prompts:
    """Lists and renders the prompt.

    Args:
        desk: has the rendering done.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def list(self, _request: ListPromptsRequest) -> ServerResult:
        """Answer ``prompts/list``.

        Raises:
            McpError: the prompts cannot be read.
        """
        try:
            about = await self._desk.run(described, principal())
        except AgentError as error:
            raise McpError(error_of(error)) from None
        arguments = [
            PromptArgument(name=one.name, description=_said(one.description, one.block), required=one.is_required)
            for one in about.variables
        ]
        prompt = Prompt(name=INPUT, title="Generate a component", description=about.description, arguments=arguments)
        return ServerResult(ListPromptsResult(prompts=[prompt]))

    async def get(self, request: GetPromptRequest) -> ServerResult:
        """Answer ``prompts/get``.

        Raises:
            McpError: there is no such prompt, or a value is missing or wrong.
        """
        if request.params.name != INPUT:
            message = f"Unknown prompt: {request.params.name[:100]}. There is {INPUT}."
            raise McpError(ErrorData(code=INVALID_PARAMS, message=message))
        try:
            rendered = await self._desk.run(filled_in, principal(), dict(request.params.arguments or {}))
        except AgentError as error:
            raise McpError(error_of(error, INVALID_PARAMS)) from None
        # The protocol knows no system messages: what would be one comes first.
        messages = [
            PromptMessage(role="user", content=TextContent(type="text", text=message.text))
            for message in rendered.messages
        ]
        return ServerResult(GetPromptResult(messages=messages))


def described(agent: "Agent", asker: Principal | None) -> "PromptDescription":
    """Return what the prompt is.

    Args:
        agent: the agent of this process.
        asker: who asks, if that is known.

    Raises:
        InputError: the prompt cannot be read.
    """
    from agent.bootstrap.use_cases.prompts.catalog import build_show_prompt

    return build_show_prompt(seen_by(asker, agent).settings)(INPUT, None)


def filled_in(agent: "Agent", asker: Principal | None, values: dict[str, str]) -> "RenderedPrompt":
    """Return the prompt with values.

    Args:
        agent: the agent of this process.
        asker: who asks, if that is known.
        values: the values by the names of variables.

    Raises:
        InputError: with every value that is missing or wrong.
    """
    from agent.bootstrap import build_prompts
    from foundation.prompting.rendering import render

    library = build_prompts(seen_by(asker, agent).settings)
    return render(library, library.prompt(INPUT, None), values, "arguments", "")


def choices_for(agent: "Agent", prompt: str, argument: str) -> list[str]:
    """Return what an argument of the prompt can be, where there is a choice.

    Args:
        agent: the agent of this process.
        prompt: name of the prompt.
        argument: name of the argument.
    """
    if prompt != INPUT:
        return []
    if argument == "template_id":
        return sorted(agent.library.charts)
    if argument == "component_type":
        return sorted(agent.library.component_types)
    return {"transport": ["http", "grpc", "tcp", "queue"], "target_environment": ["dev", "staging", "prod"]}.get(
        argument, []
    )


def _said(description: str, block: bool) -> str:
    return f"{description} Text of several lines." if block else f"{description} One line."
