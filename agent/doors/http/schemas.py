"""What answers hold; the document of the API is made from these classes."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.findings import Finding, Report
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.basis import Basis
from foundation.model.run.plan import Plan

RunStatus = Literal["refused", "blocked", "saved", "announced", "failed"]
RunKind = Literal["generate", "republish", "rollback", "rebuild"]


class ProblemDetails(FrozenModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = Field(description="Where it is told what the first code means.")
    title: str = Field(description="What the status says.")
    status: int
    detail: str = Field(description="Every mistake in one line.")
    request_id: str
    problems: list[Problem] = Field(description="Every mistake: where it is, what it is and how to mend it.")


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
    restored_run_id: str | None
    events: list[RunEvent]


class Artifacts(FrozenModel):
    """The files of a run."""

    artifacts: list[IndexEntry]


class EventsTaken(FrozenModel):
    """Events whose work waits, or is done."""

    keys: list[str] = Field(description="Digests of the requests, by which the same work is done once.")
