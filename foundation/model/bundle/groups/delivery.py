"""How a component gets into its environments: pipeline, strategy, and what each environment is deployed by."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from foundation.model.base import FrozenModel
from foundation.model.infrastructure.kinds import BackEnd
from foundation.model.kubernetes.scalars import DnsLabel

#: Names that a pipeline's service gives meaning to nowhere: no ``$``, which begins a variable, and no line break.
DeliveryName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._()/-]{0,127}$")]
Target = Literal["azure-devops", "github-actions"]
#: What brings an output into its clusters by itself.
GitOpsTool = Literal["argo-cd", "flux"]
#: Where Argo CD or Flux fetches from: a registry, or a Git repository. No user with a password has a place in it.
Repository = Annotated[
    str,
    Field(
        pattern=r"^(oci://[a-z0-9.-]+(:[0-9]{1,5})?(/([a-z0-9._-]|\{component\}|\{tenant\}|\{env\})+)+"
        r"|(https|ssh)://(git@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?(/([A-Za-z0-9._~-]|\{component\}|\{tenant\}|\{env\})+)+)$",
        max_length=500,
    ),
]
#: Address of an API server.
ServerAddress = Annotated[str, Field(pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?$", max_length=300)]
#: A name of a service connection, which may have the environment in it.
ConnectionPattern = Annotated[
    str, Field(pattern=r"^([A-Za-z0-9 ._()/-]|\{component\}|\{tenant\}|\{env\})+$", max_length=128)
]
TemplateId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]


class DeliveryStrategy(FrozenModel):
    """How a deployment job goes over to the new version."""

    kind: Literal["runOnce", "rolling", "canary"] = Field(default="runOnce", description="Strategy of the job.")
    max_parallel: Annotated[int, Field(ge=1, le=100)] | None = Field(
        default=None, description="Targets that are deployed to at a time, of rolling."
    )
    increments: list[Annotated[int, Field(ge=1, le=99)]] | None = Field(
        default=None, min_length=1, max_length=10, description="Shares of pods in percent, rising, of canary."
    )

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "DeliveryStrategy":
        if self.max_parallel is not None and self.kind != "rolling":
            raise ValueError("max_parallel belongs to the kind rolling")
        if self.increments is not None and self.kind != "canary":
            raise ValueError("increments belong to the kind canary")
        if self.kind == "canary" and not self.increments:
            raise ValueError("canary needs increments, such as [10, 50]")
        if self.increments is not None and self.increments != sorted(set(self.increments)):
            raise ValueError("increments must rise")
        return self


class DeliveryEnvironment(FrozenModel):
    """What one environment is deployed by; all of it by the policy's patterns where nothing is said."""

    environment: DeliveryName | None = Field(default=None, description="Name of the pipeline service's environment.")
    service_connection: DeliveryName | None = Field(
        default=None, description="Service connection to the cluster, or to the Azure subscription of its own cluster."
    )
    variable_groups: list[DeliveryName] | None = Field(default=None, description="Variable groups of the stage.")
    resource_group: DeliveryName | None = Field(
        default=None, description="Azure resource group of the cluster; the service connection is Azure's then."
    )
    cluster: DeliveryName | None = Field(default=None, description="Name of the cluster in the resource group.")
    approval: bool | None = Field(default=None, description="Whether somebody must agree first.")
    server: ServerAddress | None = Field(default=None, description="API server of its cluster, as Argo CD knows it.")

    @model_validator(mode="after")
    def _both_or_neither(self) -> "DeliveryEnvironment":
        if (self.resource_group is None) != (self.cluster is None):
            raise ValueError("resource_group and cluster go together")
        return self


class InfrastructureDelivery(FrozenModel):
    """How pipelines deploy the Azure resources, before the component."""

    back_end: BackEnd = Field(description="Back end whose files they deploy; it must be written.")
    service_connection: ConnectionPattern | None = Field(
        default=None,
        description="Service connection of Azure DevOps to the Azure subscription; {env} is filled in.",
    )


class Delivery(FrozenModel):
    """How the component is deployed; the policy answers what is left open (templates/policies/delivery.yaml)."""

    targets: list[Target] | None = Field(default=None, min_length=1, description="Services to write pipelines for.")
    pipeline: TemplateId | None = Field(default=None, description="Template of the Azure DevOps stages.")
    workflow: TemplateId | None = Field(default=None, description="Template of the GitHub Actions jobs.")
    form: Literal["stages", "pipeline"] | None = Field(
        default=None, description="Stages for a pipeline to include, or a whole pipeline."
    )
    strategy: DeliveryStrategy | None = Field(default=None, description="Strategy of the deployment jobs.")
    helm_task: Literal["HelmDeploy@1", "HelmDeploy@0"] | None = Field(default=None, description="Version of the task.")
    smoke_probe: bool | None = Field(
        default=None, description="Whether the published address is asked after a roll-out."
    )
    gitops: GitOpsTool | None = Field(default=None, description="What fetches the output by itself.")
    application_set: bool | None = Field(
        default=None, description="Whether Argo CD has one ApplicationSet instead of an Application an environment."
    )
    infrastructure: InfrastructureDelivery | None = Field(
        default=None, description="How pipelines deploy the Azure resources; without it they do not."
    )
    repository: Repository | None = Field(
        default=None,
        description="Where it fetches from: the registry below which charts are (oci://), or a Git repository.",
    )
    environments: dict[DnsLabel, DeliveryEnvironment] | None = Field(
        default=None, description="What single environments are deployed by."
    )
