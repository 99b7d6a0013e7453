"""The execution record: what was asked for, what was planned, found and saved, and how long it took."""

from typing import Literal

from pydantic import ConfigDict, Field

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import Problem
from foundation.model.findings import Finding, Report
from foundation.model.run.basis import Basis
from foundation.model.run.plan import Plan
from foundation.model.run.retrying import OnRecord, Retrying
from foundation.model.run.rounds import ModelRound
from memory.records.requests import RecordedRequest

#: How far a run came. ``saved``: the artifacts are at their places, and the events are in the outbox.
RunStatus = Literal["refused", "blocked", "saved", "announced", "failed"]
RunKind = Literal["generate", "republish", "rollback", "rebuild", "retry"]


class Landing(FrozenModel):
    """What landed at one destination.

    Attributes:
        kind: kind of the destination.
        place: where, as the user named it, without credentials.
        revision: the name that the sink gave to it.
        written: paths whose content was new or changed.
        unchanged: number of files that were there with the same bytes.
        removed: paths of an earlier run that went.
    """

    kind: str
    place: str
    revision: str
    written: list[str] = []
    unchanged: int = 0
    removed: list[str] = []


class RunRecord(FrozenModel):
    """One run.

    Attributes:
        run_id: its id; the same request has the same one, however often it is asked.
        execution_id: id that artifacts, events and logs carry; runs of one bundle share it.
        kind: which recipe it followed.
        status: how far it came.
        component: name of the component, or what could not be read was called.
        tenant: owning tenant.
        trace_id: its trace, if there was one.
        blueprint_id: its blueprint, if it was known.
        component_scope: its domain, if it was known.
        request_digest: digest of everything that it went by; empty if it may come to something else another time.
        request: what was asked for.
        plan: the steps.
        report: the gate's report, as it was saved.
        findings: its findings, with their causes.
        problems: why it did not go on, if it did not.
        failure: name of the failure in the retry policy.
        timings: milliseconds by step, all attempts together.
        attempts: how often the step was tried that was tried most often.
        artifacts: digest of the artifacts, if there are any.
        chart_version: version of the chart.
        environments: environments that were generated.
        landings: what landed where.
        events: ids of its events, in their order.
        previous_run: id of the component's run before it.
        basis: what it went by beside the bundle; nothing, if it may come to something else another time.
        rebuilt_run: id of the run whose request it answered again, if it did.
        retries: which run it tries again, on whose word and why, if it does.
        restored_run: execution id of the run whose artifacts it put back, if it did.
        asked: on whose word it put them back, if somebody gave it.
        rounds: what models were asked, and answered; nothing, if none was asked.
        started_at: when it began; UTC, ISO 8601.
        recorded_at: when this was written; UTC, ISO 8601.
    """

    run_id: str
    execution_id: str
    kind: RunKind = "generate"
    status: RunStatus
    component: str
    tenant: str
    trace_id: str | None = None
    blueprint_id: str | None = None
    component_scope: str | None = None
    request_digest: str = ""
    request: RecordedRequest | None = None
    plan: Plan | None = None
    report: Report | None = None
    findings: list[Finding] = []
    problems: list[Problem] = []
    failure: str | None = Field(default=None)
    timings: dict[str, float] = {}
    attempts: int = 1
    artifacts: str | None = None
    chart_version: str | None = None
    environments: list[str] = []
    landings: list[Landing] = []
    events: list[str] = []
    previous_run: str | None = None
    basis: Basis | None = None
    rebuilt_run: str | None = None
    retries: Retrying | None = None
    restored_run: str | None = None
    asked: OnRecord | None = None
    rounds: list[ModelRound] = []
    started_at: str
    recorded_at: str


class RunSummary(FrozenModel):
    """What a list tells of a run; the rest of its record is passed over when it is read, which takes most of the time.

    The fields are those of ``RunRecord``.
    """

    model_config = ConfigDict(extra="ignore")

    run_id: str
    execution_id: str
    kind: RunKind = "generate"
    status: RunStatus
    component: str
    trace_id: str | None = None
    blueprint_id: str | None = None
    component_scope: str | None = None
    chart_version: str | None = None
    environments: list[str] = []
    artifacts: str | None = None
    previous_run: str | None = None
    restored_run: str | None = None
    rebuilt_run: str | None = None
    started_at: str
    recorded_at: str


def run_id_of(kind: RunKind, execution_id: str, asked: str) -> str:
    """Return the id of a run.

    Args:
        kind: which recipe it follows.
        execution_id: id that its artifacts carry.
        asked: digest of the request; of a request that may come to something else another time, whatever tells it from
            the others.
    """
    return f"run-{json_digest([kind, execution_id, asked]).removeprefix('sha256:')[:16]}"
