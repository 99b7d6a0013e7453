"""rollback_output: an earlier output back over the present one."""

from typing import TYPE_CHECKING, Any

from pydantic import Field

from agent.doors.mcp.arguments import Folder, Tenant
from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import Outcome, Saved
from agent.doors.mcp.summary import saved
from agent.doors.mcp.tools.command import Command
from agent.use_cases.inputs.ownership import visible_place
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.events import RefusedError
from foundation.model.findings import Finding
from foundation.model.run.publication import Publication, PublicationStatus

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RollbackArguments(FrozenModel):
    """Arguments of rollback_output."""

    output: Folder = Field(description="Folder below the workspace with the present output, which makes way.")
    to: str = Field(description="Version of the chart, or id of the run, that memory holds.")
    component: str | None = Field(default=None, description="Whose version; by default the present output's.")
    tenant: Tenant = None


class RollbackOutcome(Outcome):
    """Answer of rollback_output."""

    status: PublicationStatus
    failure: str | None = Field(default=None)
    component: str | None = None
    digest: str | None = None
    environments: list[str] = []
    findings: list[Finding] = []
    findings_left_out: int = 0
    events: list[dict[str, Any]] = []
    events_left_out: int = 0
    receipt: Saved | None = None

    @property
    def announced(self) -> list[dict[str, Any]]:
        """See the base class."""
        return self.events


def rollback_output(agent: "Agent", arguments: RollbackArguments, asker: Principal) -> RollbackOutcome:
    """Put an earlier output back, through the gate.

    Raises:
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.rollback import build_rollback
    from agent.use_cases.recorded.memory_artifacts import WantedState
    from agent.use_cases.rollback import RollbackCommand

    root = str(agent.settings.workspace)
    tenant = arguments.tenant or arguments.output.partition("/")[0]
    output = visible_place(f"{root}/{arguments.output}", tenant, root, asker.visible)
    wanted = WantedState(to=arguments.to, output=output, component=arguments.component, tenant=arguments.tenant)
    try:
        done = build_rollback(agent.settings, wanted, agent=agent)(RollbackCommand(output=output))
    except RefusedError as error:
        return _refused(error)
    return _told(done, agent)


def _refused(error: RefusedError) -> RollbackOutcome:
    problems, left_out = bounded_notes(error.problems)
    events, events_left_out = bounded(error.log.payloads)
    return RollbackOutcome(
        status="failed",
        failure=error.failure,
        problems=problems,
        problems_left_out=left_out,
        events=events,
        events_left_out=events_left_out,
    )


def _told(done: Publication, agent: "Agent") -> RollbackOutcome:
    content: dict[str, Any] = {"status": done.status, "failure": done.failure, "component": done.recorded.component}
    problems = done.problems if done.status != "blocked" else []
    content["problems"], content["problems_left_out"] = bounded_notes(problems)
    found = [*(done.report.findings if done.report is not None else []), *done.notices]
    content["findings"], content["findings_left_out"] = bounded_notes(found)
    content["events"], content["events_left_out"] = bounded(done.events.payloads)
    content |= {"digest": done.artifacts.digest, "environments": done.recorded.environments}
    if done.receipt is not None:
        content["receipt"] = saved(done.receipt, agent.settings.workspace)
    return RollbackOutcome(**content)


COMMAND = Command(
    name="rollback_output",
    title="Roll an output back",
    description=(
        "Put an earlier output of a component, which memory holds, back over the present one. Every file has to be as "
        "it was recorded and goes through the gate; nothing is built. Files that a person edited are never replaced."
    ),
    arguments=RollbackArguments,
    outcome=RollbackOutcome,
    run=rollback_output,
    role="operator",
    writes=True,
)
