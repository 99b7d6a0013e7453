"""What a caller asks for, and what it gets back."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.conversation import Spending
from foundation.model.destination import Destination, Receipt
from foundation.model.errors import Fault, Problem
from foundation.model.events import EventLog
from foundation.model.findings import Finding, Report
from foundation.model.run.artifacts import ArtifactSet, IndexEntry
from foundation.model.run.basis import Basis
from foundation.model.run.earlier import Earlier
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.plan import Plan
from foundation.model.run.retrying import Retrying
from foundation.model.run.review import Review
from foundation.model.run.trace import Trace


class Options(FrozenModel):
    """How to run, apart from what the bundle says.

    Attributes:
        environments: environments to generate; empty takes the bundle's.
        kube_version: Kubernetes version to validate against; empty takes the policy's.
        destination: where the artifacts go; ``None`` saves nothing.
        publish: where they are published to as well, in this order.
        outputs: which parts of the output to write; it wins over the bundle's choice.
        merge_edits: whether what people edited in the earlier output is merged into the new one.
        previous_execution_id: id of the execution that this run tries again, for its events.
        request_digest: digest of everything that the run goes by, to be kept with what it saves; empty if the run may
            come to something else another time.
    """

    environments: list[str] = []
    kube_version: str | None = None
    destination: Destination | None = None
    publish: list[Destination] = []
    outputs: OutputChoice = OutputChoice()
    merge_edits: bool = False
    previous_execution_id: str | None = None
    request_digest: str = ""

    @property
    def deciding(self) -> dict[str, Any]:
        """What of it decides on the bytes, as plain data: where they go and why they are made does not."""
        beside = {"destination", "request_digest", "previous_execution_id"}
        return self.model_dump(mode="json", exclude=beside)


class GenerationRequest(FrozenModel):
    """One component to generate."""

    bundle: Bundle
    source: str = Field(description="Name of the file, for messages.")
    digest: str = Field(description="Digest of the bundle's content; the execution id derives from it.")
    locations: dict[str, tuple[int, int]] = Field(default={}, description="Line and column of each path.")
    file: str = Field(default="", description="Name of the file without the number that the source may have.")
    assigned: dict[str, str] = Field(default={}, description="The command line's text that set a path, by path.")
    options: Options = Options()
    basis: Basis | None = Field(default=None, description="What the run goes by beside it, if that is known for sure.")
    rebuilds: str | None = Field(default=None, description="Id of the run whose request it is, if it was made before.")
    retries: Retrying | None = Field(default=None, description="Which run it tries again, and on whose word.")


Status = Literal["generated", "unchanged", "saved", "blocked", "failed"]


#: ``run``: helm lint looked at this very chart; ``same-skeleton``: in this process it accepted a chart that is the same
#: in all that it looks at and that the gate's own rules do not.
Lint = Literal["run", "same-skeleton"]


class GenerationResult(FrozenModel):
    """Everything a run came to."""

    component: str
    run_id: str | None = Field(
        default=None, description="Id of the run in memory; one that saves nothing may not be there."
    )
    status: Status = Field(
        description="saved: generated, and not everybody whom it is for has heard of it. unchanged: nothing was done, "
        "because an earlier run came to the same."
    )
    plan: Plan | None = None
    trace: Trace | None = Field(default=None, description="The trace, complete.")
    template_id: str | None = Field(default=None, description="Chart template that was used.")
    effective: EffectiveComponent | None = None
    report: Report | None = Field(default=None, description="The gate's report, as the gate knows it.")
    findings: list[Finding] = Field(default=[], description="The report's findings, each with its cause.")
    notices: list[Finding] = Field(default=[], description="What is to be known beside the report.")
    artifacts: ArtifactSet | None = None
    place: str | None = Field(default=None, description="Where its output is or would be, as the user named it.")
    receipt: Receipt | None = None
    earlier: Earlier | None = Field(default=None, description="What was there already, if nothing was done.")
    review: Review | None = None
    spending: Spending = Field(default=Spending(), description="What models were asked for it, and what that took.")
    helm_lint: Lint | None = Field(
        default=None,
        description="How the verdict of helm lint came about, if it was asked for; the verdict is the same.",
    )
    events: EventLog = EventLog(events=[])
    problems: list[Problem] = []
    failure: str | None = Field(default=None, description="Name of the failure in the retry policy.")
    fault: Fault | None = Field(default=None, description="Whose fault it is that not all was done.")

    @property
    def digest(self) -> str | None:
        """Digest of the artifacts, if there are any."""
        if self.artifacts is not None:
            return self.artifacts.digest
        return self.earlier.receipt.revision if self.earlier is not None else None

    @property
    def entries(self) -> list[IndexEntry]:
        """What an index says of the artifacts."""
        if self.artifacts is not None:
            return [file.entry for file in self.artifacts.files]
        return self.earlier.entries if self.earlier is not None else []

    @property
    def environments(self) -> list[str]:
        """Names of the environments that were generated, now or earlier."""
        if self.effective is not None:
            return [environment.name for environment in self.effective.environments]
        return self.events.environments if self.earlier is not None else []

    @property
    def explained(self) -> Report | None:
        """The gate's report with the causes of its findings; it opens nothing."""
        return self.report.model_copy(update={"findings": self.findings}) if self.report is not None else None

    @property
    def blocking(self) -> list[Finding]:
        """The findings that block."""
        return [finding for finding in self.findings if finding.severity == "error"]
