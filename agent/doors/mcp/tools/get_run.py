"""get_run: what memory knows of a run."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from agent.doors.mcp.addresses import address, run_address
from agent.doors.mcp.arguments import Run, Tenant
from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.doors.mcp.tools.list_runs import RunSummary, run_summary
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding

if TYPE_CHECKING:
    from agent.bootstrap import Agent

#: So many files are offered as links; the others can be read by their addresses too.
_MOST_LINKS = 20


class GetRunArguments(FrozenModel):
    """Arguments of get_run."""

    run: Run
    tenant: Tenant = None


class GetRunOutcome(Outcome):
    """Answer of get_run."""

    status: Literal["found", "failed"]
    run: RunSummary | None = None
    failure: str | None = Field(default=None)
    mistakes: list[Problem] = Field(default=[], description="Why the run did not go on, if it did not.")
    mistakes_left_out: int = 0
    findings: list[Finding] = []
    findings_left_out: int = 0
    files: list[str] = Field(default=[], description="Paths of its files, where memory has them: resources of the run.")
    files_left_out: int = 0
    previous_run: str | None = None

    @property
    def links(self) -> list[str]:
        """See the base class."""
        if self.run is None:
            return []
        run = self.run.run
        return [run_address(run), *(address("runs", run, "artifacts", path) for path in self.files[:_MOST_LINKS])]


def get_run(agent: "Agent", arguments: GetRunArguments, _: Principal) -> GetRunOutcome:
    """Tell of a run.

    Raises:
        InputError: there is no such run, or several have that name.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.history.showing import build_show_run
    from agent.reporting.run import run_data

    found = build_show_run(agent.settings)(arguments.run, arguments.tenant)
    told = run_data(found)
    content: dict[str, Any] = {"run": run_summary(told), "previous_run": told["previous_run"]}
    content["failure"] = found.run.failure
    content["mistakes"], content["mistakes_left_out"] = bounded_notes(found.run.problems)
    content["findings"], content["findings_left_out"] = bounded_notes(found.run.findings)
    content["files"], content["files_left_out"] = bounded(_files(agent, found.run.run_id, found.tenant))
    return GetRunOutcome(status="found", **content)


def _files(agent: "Agent", run: str, tenant: str) -> list[str]:
    from agent.bootstrap.use_cases.history.artifacts import build_run_artifacts
    from agent.use_cases.history.artifacts import RunArtifactsCommand

    try:
        files = build_run_artifacts(agent.settings)(RunArtifactsCommand(name=run, tenant=tenant))
    except InputError:  # it saved nothing, or memory has its bytes no longer
        return []
    return [file.path for file in files]


COMMAND = Command(
    name="get_run",
    title="Get a run",
    description=(
        "Tell what memory knows of one run: how far it came, what was found, why it did not go on, and which files it "
        "made. The files themselves, and the whole record, are resources that the answer links to."
    ),
    arguments=GetRunArguments,
    outcome=GetRunOutcome,
    run=get_run,
)
