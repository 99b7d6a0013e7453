"""Events of other agents that ask for infrastructure; their names are the mission's.

Field names are those of the bundle wherever both say the same. A key that is not here is refused: a misspelt one would
be in force nowhere.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import COMPONENT_NAME, LONGEST_COMPONENT_NAME, MAX_ENVIRONMENTS, LabelValue
from foundation.model.kubernetes.images import ImageReference
from foundation.model.kubernetes.scalars import DnsLabel

IncomingName = Literal["BlueprintReady", "CommitCompleted"]

_LONGEST_TEXT = 500
#: What says which bundle is meant.
_BUNDLES = ("bundle", "bundle_path", "bundle_run")
Note = Annotated[str, Field(max_length=_LONGEST_TEXT)]
#: A path below the workspace, without a way out of it and without hidden folders.
BundlePath = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$", max_length=200)
]


class _Asking(FrozenModel):
    """What both events say."""

    trace_id: LabelValue = Field(description="Id of the blueprint's trace. A bundle that names another is refused.")
    blueprint_id: LabelValue | None = Field(default=None, description="Use case or service blueprint.")
    component_scope: LabelValue | None = Field(default=None, description="The blueprint's domain.")
    execution_id: LabelValue | None = Field(default=None, description="Id that the run is to have.")
    agent_origin: LabelValue | None = Field(default=None, description="Agent that asks.")
    tenant: DnsLabel | None = Field(default=None, description="Owning tenant; a bundle that names another is refused.")
    component: str | None = Field(
        default=None,
        pattern=COMPONENT_NAME,
        max_length=LONGEST_COMPONENT_NAME,
        description="Which component of an application; all of them by default.",
    )
    target_environment: (
        DnsLabel | Annotated[list[DnsLabel], Field(min_length=1, max_length=MAX_ENVIRONMENTS)] | None
    ) = Field(default=None, description="Environment or environments to generate; the bundle's by default.")
    bundle: dict[str, Any] | str | None = Field(
        default=None, repr=False, description="The bundle or the application: an object, or YAML or JSON text."
    )
    bundle_path: BundlePath | None = Field(
        default=None, description="A file with it, by its path below the worker's workspace."
    )
    bundle_run: LabelValue | None = Field(
        default=None, description="Id of an earlier run or execution of the tenant, whose bundle memory has."
    )
    repo: Note | None = Field(default=None, description="Repository of the component.")
    agent: Note | None = Field(default=None, description="Who sends it.")
    timestamp: Note | None = Field(default=None, description="When it was sent.")

    @property
    def environments(self) -> list[str]:
        """The environments that are to be generated; none, if that is left to the bundle."""
        target = self.target_environment
        return [target] if isinstance(target, str) else list(target or [])

    @property
    def named_bundles(self) -> list[str]:
        """The fields that say which bundle is meant."""
        return [name for name in _BUNDLES if getattr(self, name) is not None]


class BlueprintReady(_Asking):
    """A blueprint is ready: its components are to get their infrastructure."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [name]} for name in _BUNDLES]})

    event: Literal["BlueprintReady"]

    @model_validator(mode="after")
    def _one_bundle(self) -> "BlueprintReady":
        if len(self.named_bundles) != 1:
            raise ValueError("exactly one of bundle, bundle_path and bundle_run is needed")
        return self


class CommitCompleted(_Asking):
    """The code of a component is committed: its infrastructure follows, with the new image if one is named.

    Without a bundle it is the one of the trace's last run that saved.
    """

    event: Literal["CommitCompleted"]
    container_image: ImageReference | None = Field(
        default=None, description="Image that was built of the commit; it takes the place of the bundle's."
    )
    commit: Note | None = Field(default=None, description="The commit.")
    branch: Note | None = Field(default=None, description="Its branch.")

    @model_validator(mode="after")
    def _one_bundle(self) -> "CommitCompleted":
        if len(self.named_bundles) > 1:
            raise ValueError("at most one of bundle, bundle_path and bundle_run may be given")
        return self


#: Every payload that is taken, by its event's name.
INCOMING: dict[str, type[BlueprintReady] | type[CommitCompleted]] = {
    "BlueprintReady": BlueprintReady,
    "CommitCompleted": CommitCompleted,
}


class Envelope(FrozenModel):
    """What is read of a CloudEvent around a payload (https://github.com/cloudevents/spec, version 1.0.2).

    Attributes:
        specversion: version of the specification.
        id: the sender's id of the event.
        source: who sent it.
        type: what happened; its last part, behind a dot, is the event's name.
        datacontenttype: media type of the data, which has to be JSON.
        traceparent: where the sender's trace stands (extension for distributed tracing).
        data: the payload.
    """

    # Whoever sends may add attributes of their own; the specification has receivers ignore them.
    model_config = ConfigDict(extra="ignore")
    LONGEST_ID: ClassVar[int] = 256

    specversion: Literal["1.0"]
    id: str = Field(min_length=1, max_length=LONGEST_ID)
    source: str = Field(min_length=1, max_length=_LONGEST_TEXT)
    type: str = Field(min_length=1, max_length=_LONGEST_TEXT)
    datacontenttype: Annotated[str, Field(pattern=r"^application/([a-z.-]+\+)?json\s*(;.*)?$")] | None = None
    traceparent: Annotated[str, Field(pattern=r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")] | None = None
    data: dict[str, Any] = Field(repr=False)


class IncomingEvent(FrozenModel):
    """One event that asks for infrastructure.

    Attributes:
        id: the sender's id, or the digest of a payload that came without an envelope.
        source: who sent it, as it says itself.
        payload: what it asks for.
        traceparent: where the sender's trace stands.
    """

    id: str
    source: str
    payload: BlueprintReady | CommitCompleted
    traceparent: str | None = None
