"""What can be read by an address, one kind a module: what there is, what it holds, how a name of it is completed."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.doors.mcp.resources.kind import Kind


@cache
def kinds() -> "dict[str, Kind]":
    """Return every kind of resources by its name."""
    # Imported here: a client's handshake need not wait for it.
    from agent.doors.mcp.resources import codes, policies, runs, schemas, templates

    modules = (schemas, templates, policies, codes, runs)
    return {module.KIND.name: module.KIND for module in modules}
