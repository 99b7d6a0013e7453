"""Compiling what an earlier run was asked for once more, with other values if need be."""

from typing import TYPE_CHECKING

from agent.doors.http.work.generation import OUTPUT, generation_told
from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.use_cases.inputs.ownership import visible_place
from foundation.model.access import Principal
from foundation.model.names import dns_label

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RetryAsked(Asked):
    """What a request to try a run again says.

    Attributes:
        run: id of a run or of an execution.
        by: who wants it.
        reason: why.
        assignments: other values of the bundle, as ``path=value``.
        tenant: whose memory is looked at; everybody's by default.
        output: folder below the workspace; that of the run by default.
        overwrite: whether files there that a person edited may be replaced.
        dry_run: whether it is only seen what would come of it.
    """

    run: str
    by: Principal
    reason: str
    assignments: list[str] = []
    tenant: str | None = None
    output: str | None = None
    overwrite: bool = False
    dry_run: bool = False


@told_to_clients
def retry(agent: "Agent", asked: RetryAsked) -> Told:
    """Run it, with the templates and policies of today.

    Raises:
        InputError: there is no such run, what it was asked for is not there, or a value is wrong.
        ApprovalNeededError: it takes somebody's leave, which is asked for now.
        OutsideError: memory cannot be read or written.
    """
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retrying.retry import RetryCommand

    command = RetryCommand(
        name=asked.run,
        by=asked.by,
        reason=asked.reason,
        assignments=asked.assignments,
        tenant=asked.tenant,
        output=place_of_retry(agent, asked),
        overwrite=asked.overwrite,
        preview=asked.dry_run,
    )
    return generation_told([build_retry(agent.settings, agent=agent)(command).result])


def place_of_retry(agent: "Agent", asked: RetryAsked) -> str | None:
    """Return the folder to write; nothing, if it is that of the run."""
    root = str(agent.settings.workspace)
    if asked.visible is None:
        return f"{root}/{asked.output}" if asked.output is not None else None
    from agent.bootstrap.use_cases.history.showing import build_show_run

    found = build_show_run(agent.settings)(asked.run, asked.tenant)
    folder = asked.output or f"{OUTPUT}/{dns_label(found.run.component)}"
    return visible_place(f"{root}/{folder}", found.tenant, root, asked.visible)
