"""What the tools answer; the output schemas are made from these classes."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.conversation import Spending
from foundation.model.errors import Problem
from foundation.model.findings import CheckResult, Finding
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.plan import PlannedStep
from foundation.model.run.request import Status


class Outcome(FrozenModel):
    """What every tool answers; a call that failed is answered in the same form."""

    status: str
    problems: list[Problem] = Field(default=[], description="Everything that is wrong; only when it failed.")
    problems_left_out: int = 0


class Saved(FrozenModel):
    """What was written; the numbers count files."""

    location: str = Field(description="Folder below the workspace.")
    written: int
    unchanged: int
    removed: int


class GenerationOutcome(Outcome):
    """Answer of generate_infrastructure."""

    status: Status = Field(
        description="blocked: the gate refused the result and nothing was written; the findings say why. saved: the "
        "files are written, but not all events were delivered; the problems say which. unchanged: nothing was done, "
        "because the folder holds what an earlier call for the same made, whole, and its events were delivered."
    )
    failure: str | None = Field(
        default=None,
        description="Name of the failure; temporary and outside may be tried again unchanged. A blocked run has "
        "yaml_schema_error where the bundle says what no API server takes, else policy_violation.",
    )
    component: str | None = None
    digest: str | None = Field(default=None, description="Digest of all artifacts; equal bundles give equal ones.")
    environments: list[str] = []
    environments_left_out: int = 0
    chart_path: str | None = Field(default=None, description="The Helm chart, in the output folder.")
    artifacts: list[IndexEntry] = Field(default=[], description="Files by their path in the output folder.")
    artifacts_left_out: int = 0
    kube_version: str | None = None
    findings: list[Finding] = Field(default=[], description="What the gate found, worst first; errors block.")
    findings_left_out: int = 0
    advice: list[Finding] = Field(default=[], description="What a model said of what passed; it blocks nothing.")
    advice_left_out: int = 0
    events: list[dict[str, Any]] = Field(default=[], description="Payloads of the lifecycle events, in order.")
    events_left_out: int = 0
    planner: str | None = Field(default=None, description="Who ordered the steps: deterministic or model.")
    planner_reason: str | None = Field(default=None, description="Why the plan is not the model's that was asked.")
    spending: Spending | None = Field(default=None, description="What asking models took; absent if none was asked.")
    receipt: Saved | None = Field(default=None, description="Absent when nothing was written.")
    output_findings: list[Finding] = Field(
        default=[],
        description="Files of others in the output folder: kept aside, or deployed unchecked; and what an API server "
        "refuses where the earlier output is applied.",
    )
    output_findings_left_out: int = 0


class ValidationOutcome(Outcome):
    """Answer of validate_manifests."""

    status: Literal["passed", "blocked", "failed"] = Field(description="blocked: a finding is an error.")
    digest: str | None = Field(default=None, description="Digest of what was checked.")
    kube_version: str | None = None
    profile: str | None = Field(default=None, description="Which rules held.")
    schemas: str | None = Field(default=None, description="Digest of the server's own schemas of custom resources.")
    checks: list[CheckResult] = Field(default=[], description="Every check; skipped ones say why.")
    findings: list[Finding] = Field(default=[], description="What the checks found, worst first; errors block.")
    findings_left_out: int = 0


class PlanOutcome(Outcome):
    """Answer of plan_generation."""

    status: Literal["planned", "failed"]
    component: str | None = None
    environments: list[str] = Field(default=[], description="Environments that would be generated.")
    environments_left_out: int = 0
    planner: str | None = None
    steps: list[PlannedStep] = Field(default=[], description="Kernel functions in the order they would run.")
    reasons: dict[str, str] = Field(default={}, description="Why optional steps are in or left out, by step.")
