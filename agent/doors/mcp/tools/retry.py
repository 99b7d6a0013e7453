"""retry_run: what a run was asked for, once more, with other values if need be."""

from typing import TYPE_CHECKING

from pydantic import Field

from agent.doors.mcp.arguments import Folder, Run, Tenant
from agent.doors.mcp.outcomes import RunOutcome
from agent.doors.mcp.summary import run_outcome
from agent.doors.mcp.tools.command import Command
from agent.doors.places import place_of_retry
from foundation.model.access import Principal
from foundation.model.base import FrozenModel

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RetryArguments(FrozenModel):
    """Arguments of retry_run."""

    run: Run
    reason: str = Field(description="Why; it is kept with the run.")
    overrides: list[str] = Field(
        default=[], description="Other values of the bundle as PATH=VALUE, such as component.replicas=3."
    )
    tenant: Tenant = None
    output: Folder | None = Field(
        default=None, description="Folder below the workspace to write; by default that of the run."
    )
    dry_run: bool = Field(default=False, description="Only see what would come of it.")


def retry_run(agent: "Agent", arguments: RetryArguments, asker: Principal) -> RunOutcome:
    """Compile what a run was asked for once more.

    Raises:
        InputError: there is no such run, what it was asked for is not there, or a value is wrong.
        ApprovalNeededError: it takes somebody's leave, which is asked for now.
        OutsideError: memory cannot be read or written.
    """
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retrying.retry import RetryCommand

    command = RetryCommand(
        name=arguments.run,
        by=asker,
        reason=arguments.reason,
        assignments=arguments.overrides,
        tenant=arguments.tenant,
        output=place_of_retry(agent, arguments.run, arguments.tenant, arguments.output, asker.visible),
        preview=arguments.dry_run,
    )
    return run_outcome(build_retry(agent.settings, agent=agent)(command).result, agent.settings.workspace)


COMMAND = Command(
    name="retry_run",
    title="Retry a run",
    description=(
        "Compile once more what an earlier run was asked for, such as one that failed for a reason outside, with other "
        "values if need be: with the templates and policies of today, through the gate. It may take the leave of "
        "another person, which is asked for then; who retried, and why, is kept."
    ),
    arguments=RetryArguments,
    outcome=RunOutcome,
    run=retry_run,
    role="operator",
    writes=True,
)
