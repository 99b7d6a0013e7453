"""The tools as clients see them: names, descriptions, schemas and hints."""

from mcp.types import Tool, ToolAnnotations, ToolExecution

from agent.doors.mcp.schemas import input_schema, output_schema
from agent.doors.mcp.tools import commands
from agent.doors.mcp.tools.command import Command


def listed() -> list[Tool]:
    """Return every tool."""
    return [_tool(command) for command in commands().values()]


def _tool(command: Command) -> Tool:
    return Tool(
        name=command.name,
        title=command.title,
        description=command.description,
        inputSchema=input_schema(command.arguments),
        outputSchema=output_schema(command.outcome),
        execution=ToolExecution(taskSupport="optional"),
        annotations=ToolAnnotations(
            readOnlyHint=not command.writes,
            destructiveHint=command.writes,
            idempotentHint=command.repeatable,
            openWorldHint=False,  # what may be asked outside this machine, the settings say
        ),
    )
