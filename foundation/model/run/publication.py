"""What a run comes to that publishes recorded artifacts."""

from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.destination import Receipt
from foundation.model.errors import Fault, Problem
from foundation.model.events import EventLog
from foundation.model.findings import Finding, Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import Trace

PublicationStatus = Literal["published", "saved", "blocked", "failed"]


class Publication(FrozenModel):
    """Everything that such a run came to."""

    kind: str = Field(description="The kind of run: republish or rollback.")
    status: PublicationStatus = Field(description="saved: published, and not everybody whom it is for has heard of it.")
    recorded: RecordedRun
    artifacts: ArtifactSet
    trace: Trace = Field(description="Trace of this run.")
    report: Report | None = Field(default=None, description="The report of the gate, as of this run.")
    notices: list[Finding] = Field(default=[], description="What is to be known beside the report.")
    receipt: Receipt | None = None
    events: EventLog = EventLog(events=[])
    problems: list[Problem] = []
    failure: str | None = Field(default=None, description="Name of the failure in the retry policy.")
    fault: Fault | None = Field(default=None, description="Whose fault it is that not all was done.")

    @property
    def blocking(self) -> list[Finding]:
        """The findings that block."""
        return self.report.errors if self.report is not None else []
