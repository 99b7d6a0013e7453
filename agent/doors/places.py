"""Where runs save that are asked for by others, whichever door they come through: below the workspace."""

from typing import TYPE_CHECKING

from agent.use_cases.inputs.ownership import visible_place
from foundation.model.names import dns_label

if TYPE_CHECKING:
    from agent.bootstrap import Agent

#: Folder below the workspace in which each component gets one of its own, where nobody names one.
OUTPUT = "out"
#: Relative, without "..", hidden folders, back-slashes or anything else that could lead elsewhere.
FOLDER = r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$"
LONGEST_FOLDER = 200


def place_of_retry(
    agent: "Agent", run: str, tenant: str | None, output: str | None, visible: list[str] | None
) -> str | None:
    """Return the folder to write; nothing, if it is that of the run.

    Args:
        agent: says where the workspace is, and whose runs there are.
        run: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
        output: folder below the workspace, if one is asked for.
        visible: the tenants that exist for whoever asks; all, if there is no list.

    Raises:
        InputError: there is no such run.
    """
    root = str(agent.settings.workspace)
    if visible is None:
        return f"{root}/{output}" if output is not None else None
    from agent.bootstrap.use_cases.history.showing import build_show_run

    found = build_show_run(agent.settings)(run, tenant)
    folder = output or f"{OUTPUT}/{dns_label(found.run.component)}"
    return visible_place(f"{root}/{folder}", found.tenant, root, visible)
