"""What is gathered of one run until it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from foundation.model.credentials import without_credentials
from foundation.model.destination import Receipt
from foundation.model.errors import AgentError, Problem
from foundation.model.findings import Finding
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.rounds import ModelRound
from foundation.model.run.trace import KnownTrace
from memory.memory import Written
from memory.records.charts import ChartRecord
from memory.records.runs import Landing, RunRecord, RunStatus

_STATUS: dict[str, RunStatus] = {"gate": "blocked", "input": "refused", "outside": "failed"}


class Tried(Protocol):
    """How often the steps of a run were tried, and how long that took.

    Attributes:
        timings: milliseconds by step.
    """

    timings: dict[str, float]

    @property
    def most(self) -> int:
        """How often the step was tried that was tried most often."""
        ...


class Going(Protocol):
    """A run while it lasts.

    Attributes:
        failed: what it was given up for, if it was, and everything that is wrong.
    """

    failed: tuple[AgentError, list[Problem]] | None

    @property
    def attempts(self) -> Tried:
        """How often its steps were tried."""
        ...

    @property
    def has_saved(self) -> bool:
        """Whether its artifacts are at their places."""
        ...


@dataclass
class Recording:
    """One run.

    Attributes:
        run_id: its id.
        component: its component.
        tenant: its tenant; nothing, if it names none.
        describe: gives what it leaves as it stands now: takes this, and the id of the run before it.
        run: what is known of it.
        trace: what its trace led to, once that is known.
        kept: what was written of it so far.
        notices: what is to be known of it beside the gate's report.
        sent: names of the buses that have got its events.
        told: whether it has ended, and everybody has its events or gets them from the outbox.
        rounds: what models were asked, and answered.
    """

    run_id: str
    component: str
    tenant: str | None
    describe: "Callable[[Recording, str | None], Written]"
    run: Going
    trace: KnownTrace | None = None
    kept: Written | None = None
    notices: list[Finding] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    told: bool = False
    rounds: list[ModelRound] = field(default_factory=list)

    def written(self, previous: str | None) -> Written:
        """Return what it leaves as it stands now.

        Args:
            previous: id of the component's run before it.
        """
        return self.describe(self, previous)

    def end_of(self, record: RunRecord, now: str) -> RunRecord:
        """Return the record of a run that has ended since it was written.

        Args:
            record: as it was written.
            now: UTC time, ISO 8601.
        """
        error, problems = self.run.failed or (None, [])
        return record.model_copy(
            update={
                "status": status_of(error, saved=self.run.has_saved, told=self.told),
                "problems": problems,
                "failure": error.failure if error is not None else None,
                "timings": dict(self.run.attempts.timings),
                "attempts": self.run.attempts.most,
                "rounds": list(self.rounds),
                "recorded_at": now,
            }
        )


def status_of(error: AgentError | None, *, saved: bool, told: bool) -> RunStatus:
    """Return how far a run has come.

    Args:
        error: what it was given up for, if it was; one that came to no end has none.
        saved: whether its artifacts are at their places.
        told: whether everybody has its events.
    """
    if saved:
        return "announced" if told and error is None else "saved"
    return _STATUS[error.fault] if error is not None else "failed"


def landings(receipt: Receipt) -> list[Landing]:
    """Return what landed in the folder, and where it was published to, as it is kept."""
    return [_landing(receipt), *map(_landing, receipt.published)]


def _landing(receipt: Receipt) -> Landing:
    return Landing(
        kind=receipt.kind,
        place=without_credentials(receipt.place),
        revision=receipt.revision,
        written=receipt.written,
        unchanged=receipt.unchanged,
        removed=receipt.removed,
    )


def published_chart(run: RunRecord, chart: str, artifacts: ArtifactSet) -> ChartRecord | None:
    """Return what the chart history gets of a run that saved, if its chart was among what it saved.

    Args:
        run: the run.
        chart: name of the chart.
        artifacts: what was saved.
    """
    archive = artifacts.find(f"charts/{chart}-{run.chart_version}.tgz")
    if archive is None or run.chart_version is None:
        return None
    return ChartRecord(
        component=run.component,
        chart=chart,
        version=run.chart_version,
        artifacts=artifacts.digest,
        archive=archive.digest,
        run_id=run.run_id,
        trace_id=run.trace_id or "",
        environments=run.environments,
        recorded_at=run.recorded_at,
    )
