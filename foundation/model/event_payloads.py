"""The shapes of the lifecycle events' payloads, for those who read them; field names are the mission's.

They are dictionaries at run time. What is written here is what the published schemas say and what tests hold every
payload against.
"""

from typing import Annotated, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from foundation.model.run.trace import GENERATED_BY

_CLOSED = ConfigDict(extra="forbid")

Text = Annotated[str, Field(min_length=1)]
TraceId = Annotated[str, Field(description="Id of the blueprint's trace; empty where the input names none.")]
Digest = Annotated[
    str, Field(pattern="^sha256:[0-9a-f]{64}$", description="Digest of the artifacts, or of what was looked at.")
]
Timestamp = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", description="When it was sent, in UTC.")
]
Agent = Annotated[str, Field(pattern=f"^{GENERATED_BY}$", description="Who sends it.")]
PullRequestAddress = Annotated[Text, Field(description="Address of the pull request that the bundle names.")]
Recipients = Annotated[list[str], Field(description="Whom it concerns, by the escalation policy.")]


class _OfRun(TypedDict):
    """What all events of a run that saved say."""

    trace_id: TraceId
    blueprint_id: Annotated[Text, Field(description="Use case or service blueprint.")]
    component_scope: Annotated[Text, Field(description="The blueprint's domain.")]
    execution_id: Annotated[Text, Field(description="Id of the run.")]
    previous_execution_id: NotRequired[
        Annotated[Text, Field(description="The run that this one puts back or tries again, if it does.")]
    ]
    agent_origin: Annotated[str, Field(description="Agent that asked for it.")]
    component: Annotated[Text, Field(description="Name in the bundle.")]
    tenant: Annotated[str, Field(description="Owning tenant.")]
    repo: Annotated[Text, Field(description="The component's repository, which has its name.")]
    digest: Digest
    agent: Agent
    timestamp: Timestamp


@with_config(_CLOSED)
class TraceLinkValidated(_OfRun):
    """The ids of trace and blueprint are resolved, and every artifact carries them."""

    event: Literal["TraceLinkValidated"]
    source: Annotated[Literal["bundle", "memory", "record"], Field(description="Where the ids come from.")]
    pull_request: NotRequired[PullRequestAddress]


@with_config(_CLOSED)
class InfrastructureGenerated(_OfRun):
    """The files of one environment are saved."""

    event: Literal["InfrastructureGenerated"]
    chart_path: NotRequired[Annotated[Text, Field(description="Folder of the chart, if one was saved.")]]
    target_environment: Annotated[Text, Field(description="The environment.")]
    env: Annotated[Text, Field(description="The same.")]
    namespace: Annotated[Text, Field(description="Namespace of every object.")]
    files: Annotated[list[str], Field(description="Manifests, below their folder.")]


@with_config(_CLOSED)
class HelmChartReady(_OfRun):
    """The chart's archive is saved."""

    event: Literal["HelmChartReady"]
    chart: Annotated[Text, Field(description="Name of the chart.")]
    version: Annotated[Text, Field(description="Its version.")]
    chart_path: Annotated[Text, Field(description="Its folder.")]
    package: Annotated[Text, Field(description="Its archive.")]


@with_config(_CLOSED)
class ManifestPublished(_OfRun):
    """The manifests of one environment are where they belong."""

    event: Literal["ManifestPublished"]
    env: Annotated[Text, Field(description="The environment.")]
    manifest_path: Annotated[Text, Field(description="Their folder.")]
    namespace: Annotated[Text, Field(description="Namespace of every object.")]


@with_config(_CLOSED)
class InfraValidationFailed(TypedDict):
    """The gate blocked a run."""

    event: Literal["InfraValidationFailed"]
    trace_id: TraceId
    component: Annotated[str, Field(description="Name in the bundle, as far as it is known.")]
    status: Literal["failed"]
    errors: Annotated[list[str], Field(description="What blocks, each with its place.")]
    digest: Digest
    escalate_to: Recipients
    agent: Agent
    timestamp: Timestamp


class FailureDetail(TypedDict):
    """One mistake of a run that was given up."""

    code: Annotated[Text, Field(description="Stable code; see codes.md.")]
    path: Annotated[str | None, Field(description="Path inside the document, if it is known.")]
    message: Annotated[Text, Field(description="What is wrong.")]
    remedy: Annotated[str, Field(description="How to mend it.")]


class Annotation(TypedDict):
    """A mistake that is noted at its line."""

    file: Annotated[Text, Field(description="The file, as whoever ran it named it.")]
    line: Annotated[int, Field(ge=1, description="Its line.")]
    code: Annotated[Text, Field(description="Stable code; see codes.md.")]
    message: Annotated[Text, Field(description="What is wrong.")]
    remedy: Annotated[str, Field(description="How to mend it.")]


@with_config(_CLOSED)
class InfrastructureGenerationFailed(TypedDict):
    """A run was given up, or its input was refused before there was one."""

    event: Literal["InfrastructureGenerationFailed"]
    trace_id: TraceId
    component: Annotated[str, Field(description="Name in the bundle, as far as it is known.")]
    reason: Annotated[Text, Field(description="All messages in one line.")]
    failure: Annotated[Text, Field(description="Name of the failure in the retry and escalation policies.")]
    severity: NotRequired[Annotated[Literal["warning"], Field(description="A guardrail that blocks and warns.")]]
    errors: Annotated[list[FailureDetail], Field(description="Every mistake.")]
    pull_request: NotRequired[PullRequestAddress]
    annotations: NotRequired[
        Annotated[list[Annotation], Field(description="What is to be noted at lines, with a pull request.")]
    ]
    attempts: Annotated[int, Field(ge=0, description="How often the failing step was tried.")]
    escalate_to: Recipients
    status: Literal["aborted"]
    agent: Agent
    timestamp: Timestamp


#: Every payload, in the order of a run.
PAYLOADS = (
    TraceLinkValidated,
    InfrastructureGenerated,
    HelmChartReady,
    ManifestPublished,
    InfraValidationFailed,
    InfrastructureGenerationFailed,
)
