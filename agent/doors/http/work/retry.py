"""Compiling what an earlier run was asked for once more."""

from typing import TYPE_CHECKING

from agent.doors.http.work.generation import OUTPUT, generation_told
from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.use_cases.inputs.ownership import own_place

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RetryAsked(Asked):
    """What a request to try a run again says.

    Attributes:
        run: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
        output: folder below the workspace; that of the component by default.
    """

    run: str
    tenant: str | None = None
    output: str | None = None


@told_to_clients
def retry(agent: "Agent", asked: RetryAsked) -> Told:
    """Run it, with the templates and policies of today.

    Raises:
        InputError: there is no such run, or what it was asked for cannot be run again.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.history.showing import build_show_run
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retry import RetryCommand

    found = build_show_run(agent.settings)(asked.run, asked.tenant)
    root = str(agent.settings.workspace)
    place = f"{root}/{asked.output or OUTPUT}"
    command = RetryCommand(
        name=found.run.run_id,
        tenant=found.tenant,
        output=place if asked.visible is None else own_place(place, found.tenant, root),
        own_folder=asked.output is None,
    )
    return generation_told([build_retry(agent.settings, agent=agent)(command)])
