"""retry_run: what a run was asked for, once more, with other values if need be."""

from typing import TYPE_CHECKING

from pydantic import Field

from agent.doors.mcp.arguments import OUTPUT, Folder, Run, Tenant
from agent.doors.mcp.outcomes import RunOutcome
from agent.doors.mcp.summary import run_outcome
from agent.doors.mcp.tools.command import Command
from agent.use_cases.inputs.ownership import visible_place
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.names import dns_label

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
        output=_place(agent, arguments, asker),
        preview=arguments.dry_run,
    )
    return run_outcome(build_retry(agent.settings, agent=agent)(command).result, agent.settings.workspace)


def _place(agent: "Agent", arguments: RetryArguments, asker: Principal) -> str | None:
    """Return the folder to write; nothing, if it is that of the run."""
    root = str(agent.settings.workspace)
    if asker.visible is None:
        return f"{root}/{arguments.output}" if arguments.output is not None else None
    from agent.bootstrap.use_cases.history.showing import build_show_run

    found = build_show_run(agent.settings)(arguments.run, arguments.tenant)
    folder = arguments.output or f"{OUTPUT}/{dns_label(found.run.component)}"
    return visible_place(f"{root}/{folder}", found.tenant, root, asker.visible)


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
