"""What tools answer; the output schemas are made from these classes."""

from typing import Any, Literal

from pydantic import Field

from agent.doors.mcp.addresses import run_address
from foundation.model.base import FrozenModel
from foundation.model.conversation import Spending
from foundation.model.errors import Problem
from foundation.model.findings import Finding
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.request import Status


class Outcome(FrozenModel):
    """What every tool answers; a call that failed is answered in the same form."""

    status: str
    problems: list[Problem] = Field(default=[], description="Everything that is wrong; only when it failed.")
    problems_left_out: int = 0

    @property
    def announced(self) -> list[dict[str, Any]]:
        """Payloads of the lifecycle events of what was done, as far as the answer has them."""
        return []

    @property
    def links(self) -> list[str]:
        """Addresses of resources that tell more."""
        return []


class Saved(FrozenModel):
    """What was written; the numbers count files."""

    location: str = Field(description="Folder below the workspace.")
    written: int
    unchanged: int
    removed: int
    published: list[str] | None = Field(default=None, description="Where it was published to as well.")


class RunOutcome(Outcome):
    """What a run came to."""

    status: Status
    failure: str | None = Field(
        default=None,
        description="Name of the failure; temporary and outside may be tried again unchanged. A blocked run has "
        "yaml_schema_error where the bundle says what no API server takes, else policy_violation.",
    )
    run: str | None = Field(default=None, description="Id of the run, for get_run, retry_run and rollback_output.")
    component: str | None = None
    digest: str | None = Field(default=None, description="Digest of all artifacts; equal bundles give equal ones.")
    environments: list[str] = []
    environments_left_out: int = 0
    findings: list[Finding] = Field(default=[], description="What the gate found, worst first; errors block.")
    findings_left_out: int = 0
    events: list[dict[str, Any]] = Field(default=[], description="Payloads of the lifecycle events, in order.")
    events_left_out: int = 0
    receipt: Saved | None = Field(default=None, description="Absent when nothing was written.")

    @property
    def announced(self) -> list[dict[str, Any]]:
        """See the base class."""
        return self.events

    @property
    def links(self) -> list[str]:
        """See the base class."""
        return [run_address(self.run)] if self.run is not None else []


class ComponentOutcome(FrozenModel):
    """What became of one component of several."""

    component: str
    status: Status
    run: str | None = None
    digest: str | None = None
    location: str | None = None
    problems: list[Problem] = []
    problems_left_out: int = 0


class GenerationOutcome(RunOutcome):
    """Answer of generate_infrastructure."""

    status: Literal[Status, "accepted"] = Field(  # type: ignore[assignment]  # an event's work has no other yet
        description="blocked: the gate refused the result and nothing was written; the findings say why. saved: the "
        "files are written, but not all events were delivered; the problems say which. unchanged: nothing was done, "
        "because the folder holds what an earlier call for the same made, whole, and its events were delivered. "
        "accepted: the work of an event waits for the workers, or is done."
    )
    work: list[str] | None = Field(default=None, description="Of an event, keys of its work: the same is done once.")
    chart_path: str | None = Field(default=None, description="The Helm chart, in the output folder.")
    artifacts: list[IndexEntry] = Field(default=[], description="Files by their path in the output folder.")
    artifacts_left_out: int = 0
    kube_version: str | None = None
    advice: list[Finding] = Field(default=[], description="What a model said of what passed; it blocks nothing.")
    advice_left_out: int = 0
    planner: str | None = Field(default=None, description="Who ordered the steps: deterministic or model.")
    planner_reason: str | None = Field(default=None, description="Why the plan is not the model's that was asked.")
    spending: Spending | None = Field(default=None, description="What asking models took; absent if none was asked.")
    output_findings: list[Finding] = Field(
        default=[],
        description="Files of others in the output folder: kept aside, or deployed unchecked; and what an API server "
        "refuses where the earlier output is applied.",
    )
    output_findings_left_out: int = 0
    components: list[ComponentOutcome] = Field(
        default=[], description="Of an application, what became of each component; status is that of the worst."
    )
    components_left_out: int = 0

    @property
    def links(self) -> list[str]:
        """See the base class."""
        return [*super().links, *(run_address(one.run) for one in self.components if one.run is not None)]
