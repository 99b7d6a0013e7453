"""A run as one file, for a person to finish."""

from typing import TYPE_CHECKING

from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.use_cases.handover.exporting import HandoverForm

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class HandoverAsked(Asked):
    """What a request for a run as one file says.

    Attributes:
        run: id of a run or of an execution.
        form: the form of the file.
        tenant: whose memory is looked at; everybody's by default.
    """

    run: str
    form: HandoverForm
    tenant: str | None = None


@told_to_clients
def handover(agent: "Agent", asked: HandoverAsked) -> Told:
    """Give the file; what a run that saved nothing would come to today is in it, marked as unfinished.

    Raises:
        InputError: there is no such run, or memory does not hold what it was asked for.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.handover.exporting import build_packed_run

    packed = build_packed_run(agent.settings, agent=agent)(asked.run, asked.form, asked.tenant)
    return Told(content={"run": packed.run_id, "content": packed.content, "finished": packed.finished})
