"""retry_run: what a run was asked for, once more."""

from typing import TYPE_CHECKING

from pydantic import Field

from agent.doors.mcp.arguments import OUTPUT, Folder, Run, Tenant
from agent.doors.mcp.outcomes import RunOutcome
from agent.doors.mcp.summary import run_outcome
from agent.doors.mcp.tools.command import Command
from foundation.model.base import FrozenModel

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class RetryArguments(FrozenModel):
    """Arguments of retry_run."""

    run: Run
    tenant: Tenant = None
    output: Folder | None = Field(
        default=None, description="Folder below the workspace to write; by default out/<component name>."
    )


class RetryOutcome(RunOutcome):
    """Answer of retry_run."""


def retry_run(agent: "Agent", arguments: RetryArguments) -> RunOutcome:
    """Compile what a run was asked for once more.

    Raises:
        InputError: there is no such run, or what it was asked for cannot be run again.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retry import RetryCommand

    root = agent.settings.workspace
    own = arguments.output is None
    command = RetryCommand(
        name=arguments.run,
        tenant=arguments.tenant,
        output=str(root / (arguments.output or OUTPUT)),
        own_folder=own,
    )
    return run_outcome(build_retry(agent.settings, agent=agent)(command), root)


COMMAND = Command(
    name="retry_run",
    title="Retry a run",
    description=(
        "Compile once more what an earlier run was asked for, such as one that failed for a reason outside: the same "
        "bundle, environments and parts, with the templates and policies of today, through the gate."
    ),
    arguments=RetryArguments,
    outcome=RetryOutcome,
    run=retry_run,
    writes=True,
)
