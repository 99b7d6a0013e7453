"""Compiling what an earlier run was asked for once more."""

from typing import TYPE_CHECKING

from agent.doors.http.work.generation import OUTPUT, generation_told
from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.use_cases.inputs.ownership import own_place
from foundation.model.access import Principal
from foundation.model.names import dns_label

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RetryAsked(Asked):
    """What a request to try a run again says.

    Attributes:
        run: id of a run or of an execution.
        by: who asks.
        reason: why.
        assignments: other values, as ``path=value``.
        preview: whether it is only told what would come of it.
        tenant: whose memory is looked at; everybody's by default.
        output: folder below the workspace; that of the component by default.
    """

    run: str
    by: Principal
    reason: str
    assignments: list[str] = []
    preview: bool = False
    tenant: str | None = None
    output: str | None = None


@told_to_clients
def retry(agent: "Agent", asked: RetryAsked) -> Told:
    """Run it, with the templates and policies of today.

    Raises:
        InputError: there is no such run, what it was asked for cannot be run again, or a value is wrong.
        ApprovalNeededError: it takes another person's leave.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.history.showing import build_show_run
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retrying.retry import RetryCommand

    found = build_show_run(agent.settings)(asked.run, asked.tenant)
    root = str(agent.settings.workspace)
    place = f"{root}/{asked.output or f'{OUTPUT}/{dns_label(found.run.component)}'}"
    command = RetryCommand(
        name=found.run.run_id,
        tenant=found.tenant,
        output=place if asked.visible is None else own_place(place, found.tenant, root),
        by=asked.by,
        reason=asked.reason,
        assignments=asked.assignments,
        preview=asked.preview,
    )
    return generation_told([build_retry(agent.settings, agent=agent)(command).result])
