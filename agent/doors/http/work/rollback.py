"""Putting an earlier output back over the present one."""

from typing import TYPE_CHECKING

from agent.doors.http.work.told import Asked, Told, distinct, told_to_clients
from agent.use_cases.inputs.ownership import visible_place
from foundation.model.access import Principal

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RollbackAsked(Asked):
    """What a request to roll back says.

    Attributes:
        to: version of the chart, or id of the run, that memory holds.
        by: who asks.
        reason: why, if they say so.
        output: folder of the present output, below the workspace.
        component: name of the component; the present output's by default.
        tenant: its tenant.
        overwrite: whether files that a person edited may be replaced.
    """

    to: str
    by: Principal
    reason: str = ""
    output: str
    component: str | None = None
    tenant: str | None = None
    overwrite: bool = False


@told_to_clients
def rollback(agent: "Agent", asked: RollbackAsked) -> Told:
    """Put it back through the gate.

    Raises:
        RefusedError: there is no such state, or nothing to roll back.
        ApprovalNeededError: it takes another person's leave.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.rollback import build_rollback
    from agent.reporting.publication import publication_summary
    from agent.use_cases.recorded.memory_artifacts import WantedState
    from agent.use_cases.rollback import RollbackCommand

    output = _place(str(agent.settings.workspace), asked)
    wanted = WantedState(to=asked.to, output=output, component=asked.component, tenant=asked.tenant)
    command = RollbackCommand(output=output, overwrite=asked.overwrite, by=asked.by, reason=asked.reason)
    done = build_rollback(agent.settings, wanted, agent=agent)(command)
    return Told(
        content={"result": publication_summary(done, asked.to)},
        fault=done.fault,
        problems=distinct(done.problems),
    )


def _place(root: str, asked: RollbackAsked) -> str:
    """Return the folder; it is one of the caller's tenants, if they have not all of them."""
    tenant = asked.tenant or asked.output.partition("/")[0]
    return visible_place(f"{root}/{asked.output}", tenant, root, asked.visible)
