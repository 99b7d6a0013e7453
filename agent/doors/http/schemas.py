"""What answers hold; the document of the API is made from these classes."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.origins import OriginRow
from foundation.model.codes import KnownCode
from foundation.model.errors import Problem
from foundation.model.findings import Finding, Report
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.basis import Basis
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Difference, Folded
from foundation.model.run.plan import Plan, PlanDescription
from foundation.model.run.rounds import ModelRound
from foundation.model.run.step import Step

RunStatus = Literal["refused", "blocked", "saved", "announced", "failed"]
RunKind = Literal["generate", "republish", "rollback", "rebuild", "retry"]


class ProblemDetails(FrozenModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = Field(description="Where it is told what the first code means.")
    title: str = Field(description="What the status says.")
    status: int
    detail: str = Field(description="Every mistake in one line.")
    request_id: str
    problems: list[Problem] = Field(description="Every mistake: where it is, what it is and how to mend it.")
    problems_left_out: int = Field(default=0, description="How many more there are.")


class Health(FrozenModel):
    """That the server is there."""

    status: Literal["ok"]


class Readiness(FrozenModel):
    """Whether the server can answer."""

    status: Literal["ready"]


class RunSummary(FrozenModel):
    """A run, in short."""

    run_id: str
    execution_id: str
    kind: RunKind
    status: RunStatus
    component: str
    tenant: str
    trace_id: str | None
    blueprint_id: str | None
    component_scope: str | None
    chart_version: str | None
    environments: list[str]
    artifacts: str | None = Field(description="Digest of its artifacts, if it made any.")
    previous_run: str | None
    restored_run: str | None
    rebuilt_run: str | None
    started_at: str
    recorded_at: str


class RunPage(FrozenModel):
    """Some of the runs that were asked for, the newest first."""

    runs: list[RunSummary]
    next_cursor: str | None = Field(description="Where the next page begins; null on the last one.")
    notices: list[Finding] | None = Field(
        default=None, description="What memory holds that cannot be read, and was passed over, if there is any."
    )


class RunEvent(FrozenModel):
    """A lifecycle event of a run."""

    id: str
    event: str
    delivery: dict[str, Literal["waiting", "sent", "refused"]] = Field(description="How far each channel has got.")


class Run(RunSummary):
    """All that memory knows of a run; secrets of the bundle are not in memory."""

    request_digest: str
    request: dict[str, Any] | None = Field(description="What was asked for: the bundle and the options.")
    plan: Plan | None
    report: Report | None = Field(description="The gate's report.")
    findings: list[Finding] = Field(description="What the gate found, with its causes.")
    problems: list[Problem]
    failure: str | None
    timings: dict[str, float] = Field(description="Milliseconds by step.")
    attempts: int
    landings: list[dict[str, Any]] = Field(description="What landed where.")
    basis: Basis | None
    kept: bool = Field(description="Whether memory holds its files.")
    rounds: list[ModelRound] | None = Field(default=None, description="What models were asked, and answered.")
    restored_run_id: str | None
    events: list[RunEvent]


class Approval(FrozenModel):
    """What somebody asked leave for, and the last that was said to it."""

    tenant: str
    subject: str = Field(description="Its id.")
    kind: str = Field(description="What of it takes leave.")
    decision: Literal["requested", "approved", "rejected", "used"]
    decided_by: str
    reason: str
    decided_at: str
    target: str = Field(description="What would be changed, such as a run.")
    details: list[str] = Field(description="How.")


class Approvals(FrozenModel):
    """What people asked leave for."""

    approvals: list[Approval]


class Artifacts(FrozenModel):
    """The files of a run."""

    artifacts: list[IndexEntry]


class EventsTaken(FrozenModel):
    """Events whose work waits, or is done."""

    keys: list[str] = Field(description="Digests of the requests, by which the same work is done once.")


class Saved(FrozenModel):
    """What was written at a place."""

    location: str = Field(description="Folder below the workspace.")
    digest: str
    written: list[str]
    unchanged: int = Field(description="Number of files that were there with the same bytes.")
    removed: list[str]
    published: list[dict[str, Any]] | None = None
    findings: list[Finding] | None = Field(default=None, description="What others have at the place.")


class Component(FrozenModel):
    """What became of a component; the same as the command line's --json."""

    run_id: str | None = Field(description="Its run, which memory keeps; null if nothing was to be saved.")
    component: str
    status: Literal["generated", "unchanged", "saved", "blocked", "failed"] = Field(
        description="blocked: the gate refused it, and nothing was written. saved: written, but not announced to all. "
        "unchanged: nothing was done, because an earlier run came to the same."
    )
    failure: str | None = Field(description="Name of the failure; temporary and outside may be tried again unchanged.")
    digest: str | None = Field(description="Digest of all artifacts; equal bundles give equal ones.")
    environments: list[str]
    artifacts: list[IndexEntry]
    findings: list[Finding]
    advice: list[Finding] | None = None
    notices: list[Finding] | None = None
    planner: dict[str, Any] | None
    spending: dict[str, Any] | None = None
    place: str | None
    helm_lint: str | None = None
    receipt: Saved | None
    events: list[dict[str, Any]]
    problems: list[Problem]


class Generated(FrozenModel):
    """What became of every component."""

    results: list[Component]


class Accepted(FrozenModel):
    """A generation that nobody waits for."""

    id: str
    status: Literal["running"]
    status_url: str
    events_url: str


class GenerationState(FrozenModel):
    """How far a generation has come."""

    id: str
    status: Literal["running", "done", "failed", "cancelled"]
    step: Step | None = Field(description="The step that began last.")
    answer_status: int | None = Field(description="The status that it would have been answered with.")
    answer: dict[str, Any] | None = Field(description="What it would have been answered with.")


class Planned(PlanDescription):
    """The steps of a run."""

    component: str
    environments: list[str]


class Explained(FrozenModel):
    """Effective values with the layers that set them, by environment."""

    environments: dict[str, list[OriginRow]]


class Compared(FrozenModel):
    """What would change."""

    differences: list[Difference] = Field(description="What changes in meaning; Secrets without values.")
    folded: Folded | None = Field(description="What changes without meaning anything to a cluster.")
    refused: list[Finding] = Field(description="What of it an API server refuses, with the way there.")
    files: list[Change]


class RolledBack(FrozenModel):
    """What became of an output that was put back."""

    component: str
    status: Literal["published", "saved", "blocked", "failed"]
    failure: str | None
    digest: str
    environments: list[str]
    execution_id: str
    previous_execution_id: str | None
    artifacts: list[IndexEntry]
    findings: list[Finding]
    receipt: Saved | None
    events: list[dict[str, Any]]
    problems: list[Problem]


class Rollback(FrozenModel):
    """What became of it."""

    result: RolledBack


class CodeList(FrozenModel):
    """Every code."""

    codes: list[KnownCode]
