"""The tools: one module each, with what it takes, what it answers, and what it does."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.doors.mcp.tools.command import Command


@cache
def commands() -> "dict[str, Command]":
    """Return every tool by its name."""
    # Imported here: a client's handshake need not wait for the model.
    from agent.doors.mcp.tools import (
        diff,
        explain,
        generate,
        get_run,
        import_,
        list_runs,
        plan,
        retry,
        rollback,
        schema,
        similar,
        validate,
    )

    modules = (generate, validate, plan, explain, diff, import_, schema, list_runs, get_run, retry, rollback, similar)
    return {module.COMMAND.name: module.COMMAND for module in modules}
