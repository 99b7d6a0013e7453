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
    reason: str = Field(min_length=1, max_length=1000, description="Why it is tried again; it is kept with the run.")
    overrides: list[str] = Field(
        default=[],
        max_length=100,
        description="Other values for the bundle, as path=value, such as component.replicas=3.",
    )
    tenant: Tenant = None
    output: Folder | None = Field(
        default=None, description="Folder below the workspace to write; by default out/<component name>."
    )


class RetryOutcome(RunOutcome):
    """Answer of retry_run."""


def retry_run(agent: "Agent", arguments: RetryArguments) -> RunOutcome:
    """Compile what a run was asked for once more, with other values where some are given.

    Raises:
        InputError: there is no such run, or what it was asked for cannot be run again.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.history.showing import build_show_run
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.use_cases.retrying.retry import RetryCommand
    from foundation.model.access import local_principal
    from foundation.model.names import dns_label

    root = agent.settings.workspace
    folder = arguments.output or f"{OUTPUT}/{dns_label(build_show_run(agent.settings)(arguments.run).run.component)}"
    command = RetryCommand(
        name=arguments.run,
        by=local_principal("mcp"),
        reason=arguments.reason,
        assignments=arguments.overrides,
        tenant=arguments.tenant,
        output=str(root / folder),
    )
    return run_outcome(build_retry(agent.settings, agent=agent)(command).result, root)


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
