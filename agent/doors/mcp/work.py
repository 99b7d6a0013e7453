"""All that processes of the desk do for this door, loaded: for the process that they are forked from."""

from agent.doors.mcp.resources import kinds
from agent.doors.mcp.tools import commands

commands()
kinds()
