"""Calls of the MCP tools as a process of the desk answers them, without a server around it."""

from typing import Any

from agent.bootstrap import Agent, build_agent
from agent.doors.mcp.carrying_out import failure, outcome_of
from agent.doors.mcp.outcomes import Outcome
from agent.settings import Settings
from foundation.model.access import local_principal
from foundation.model.errors import AgentError


class Answering:
    """Answers calls with one agent, as a process does.

    Args:
        settings: settings of the agent.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._agent: Agent | None = None

    def __call__(self, tool: str, arguments: dict[str, Any]) -> Outcome:
        """Return what a call comes to."""
        try:
            self._agent = self._agent or build_agent(self._settings, confined=True)
        except AgentError as error:
            return failure(tool, error)
        self._agent.begin_run()
        return outcome_of(self._agent, local_principal("tester"), tool, arguments)
