"""The tools of the MCP server as it lists them, made beforehand."""

import json

from agent.doors.mcp.calls import READY_MADE
from agent.doors.mcp.tools.listing import listed


def mcp_tools() -> dict[str, str]:
    """Return the file of the tools by its path in the repository."""
    tools = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed()]
    return {f"agent/doors/mcp/{READY_MADE}": json.dumps(tools, indent=1) + "\n"}
