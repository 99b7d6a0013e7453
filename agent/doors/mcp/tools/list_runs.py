"""list_runs: earlier runs, the newest first."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from agent.doors.mcp.addresses import run_address
from agent.doors.mcp.arguments import Tenant
from agent.doors.mcp.bounds import bounded
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class ListRunsArguments(FrozenModel):
    """Arguments of list_runs."""

    component: str | None = Field(default=None, description="Only of this component.")
    tenant: Tenant = None
    scope: str | None = Field(default=None, description="Only of this domain.")
    trace_id: str | None = Field(default=None, description="Only of this trace.")
    status: Literal["planned", "refused", "blocked", "saved", "announced", "failed"] | None = Field(
        default=None, description="Only those that came so far."
    )
    limit: int = Field(default=20, ge=1, le=100, description="So many at most.")


class RunSummary(FrozenModel):
    """A run in brief."""

    run: str
    kind: str
    status: str
    component: str
    tenant: str
    trace_id: str | None = None
    chart_version: str | None = None
    environments: list[str] = []
    recorded_at: str


class ListRunsOutcome(Outcome):
    """Answer of list_runs."""

    status: Literal["listed", "failed"]
    runs: list[RunSummary] = []
    runs_left_out: int = 0
    notices: list[Finding] = Field(default=[], description="What memory holds that cannot be read, and is left out.")

    @property
    def links(self) -> list[str]:
        """See the base class."""
        return [run_address(one.run) for one in self.runs]


def list_runs(agent: "Agent", arguments: ListRunsArguments, _: Principal) -> ListRunsOutcome:
    """List runs that memory has.

    Raises:
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.history.listing import build_list_runs
    from agent.reporting.runs import runs_data
    from agent.use_cases.history.listing import ListRunsCommand

    found = build_list_runs(agent.settings)(ListRunsCommand(**arguments.model_dump()))
    runs, left_out = bounded([run_summary(told) for told in runs_data(found.runs)])
    return ListRunsOutcome(status="listed", runs=runs, runs_left_out=left_out, notices=found.notices)


def run_summary(told: dict[str, Any]) -> RunSummary:
    """Return a run in brief.

    Args:
        told: what reporting tells of it.
    """
    own = {name: told[name] for name in RunSummary.model_fields if name in told}
    return RunSummary(run=told["run_id"], **own)


COMMAND = Command(
    name="list_runs",
    title="List runs",
    description=(
        "List earlier runs that memory has, the newest first: how far each came, of which component, tenant and trace "
        "it was, and when. get_run tells more of one."
    ),
    arguments=ListRunsArguments,
    outcome=ListRunsOutcome,
    run=list_runs,
)
