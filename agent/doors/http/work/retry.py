"""Compiling what an earlier run was asked for once more, with other values if need be."""

from typing import TYPE_CHECKING

from agent.doors.http.work.generation import generation_told
from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.doors.places import place_of_retry
from foundation.model.access import Principal

if TYPE_CHECKING:
    from agent.bootstrap import Agent
    from agent.use_cases.retrying.retry import Retried


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
    return generation_told([retried(agent, asked).result])


def retried(agent: "Agent", asked: RetryAsked) -> "Retried":
    """Return what comes of trying a run again; see ``retry``."""
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retrying.retry import RetryCommand

    command = RetryCommand(
        name=asked.run,
        by=asked.by,
        reason=asked.reason,
        assignments=asked.assignments,
        tenant=asked.tenant,
        output=place_of_retry(agent, asked.run, asked.tenant, asked.output, asked.visible),
        overwrite=asked.overwrite,
        preview=asked.dry_run,
    )
    return build_retry(agent.settings, agent=agent)(command)
