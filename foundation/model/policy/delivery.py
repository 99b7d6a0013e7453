"""How components are deployed where their bundles say nothing (templates/policies/delivery.yaml)."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from foundation.model.base import FrozenModel
from foundation.model.bundle.groups.delivery import (
    ConnectionPattern,
    Delivery,
    DeliveryName,
    DeliveryStrategy,
    GitOpsTool,
    InfrastructureDelivery,
    Repository,
    ServerAddress,
    Target,
    TemplateId,
)
from foundation.model.kubernetes.scalars import DnsLabel, ObjectName

#: A pattern of a name; ``{component}``, ``{tenant}`` and ``{env}`` are filled in.
NamePattern = ConnectionPattern
#: The same for an object's name.
ObjectNamePattern = Annotated[str, Field(pattern=r"^([a-z0-9-]|\{component\}|\{tenant\}|\{env\})+$", max_length=128)]
#: An action and its version, by tag or by commit.
ActionReference = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+@[A-Za-z0-9._/-]+$")]


class DeliveryNames(FrozenModel):
    """Patterns for names; ``{component}``, ``{tenant}`` and ``{env}`` are filled in."""

    stage: NamePattern = Field(default="deploy_{env}", description="Name of an environment's stage.")
    environment: NamePattern = Field(default="{env}", description="The pipeline service's environment.")
    service_connection: NamePattern = Field(default="sc-{env}", description="Service connection to the cluster.")
    variable_groups: list[NamePattern] = Field(default=[], description="Variable groups of each stage.")
    kubeconfig_secret: NamePattern = Field(
        default="KUBECONFIG", description="GitHub secret with the cluster's kubeconfig; environments have their own."
    )
    azure_client_secret: NamePattern = Field(
        default="AZURE_CLIENT_ID", description="GitHub secret with the client id that deploys Azure resources."
    )
    azure_tenant_secret: NamePattern = Field(
        default="AZURE_TENANT_ID", description="GitHub secret with the directory that it is in."
    )
    azure_subscription_secret: NamePattern = Field(
        default="AZURE_SUBSCRIPTION_ID", description="GitHub secret with the Azure subscription."
    )
    gitops: ObjectNamePattern = Field(
        default="{tenant}-{component}-{env}", description="Name of the objects that Argo CD or Flux reads."
    )
    application_set: ObjectNamePattern = Field(
        default="{tenant}-{component}", description="Name of an ApplicationSet, which is for all environments."
    )

    @field_validator("application_set")
    @classmethod
    def _of_no_environment(cls, pattern: str) -> str:
        if "{env}" in pattern:
            raise ValueError("an ApplicationSet is for all environments: leave {env} out of application_set")
        return pattern


class ApprovalPolicy(FrozenModel):
    """Where somebody must agree before a deployment."""

    environments: list[str] = Field(default=[], description="Environments that wait for it.")
    notify: list[str] = Field(default=[], description="Who is told, by e-mail address or group.")
    timeout_minutes: Annotated[int, Field(ge=1, le=43200)] = Field(default=1440, description="How long it may take.")


class ActionsPolicy(FrozenModel):
    """The actions of GitHub Actions that workflows use; pin them by commit where the platform wants that."""

    checkout: ActionReference = Field(default="actions/checkout@v4", description="Fetches the repository.")
    helm: ActionReference = Field(default="azure/setup-helm@v4", description="Installs Helm.")
    kubectl: ActionReference = Field(default="azure/setup-kubectl@v4", description="Installs kubectl.")
    context: ActionReference = Field(default="azure/k8s-set-context@v4", description="Chooses the cluster.")
    azure: ActionReference = Field(default="azure/login@v2", description="Logs in to Azure, by OpenID Connect.")
    terraform: ActionReference = Field(default="hashicorp/setup-terraform@v3", description="Installs Terraform.")
    pulumi: ActionReference = Field(default="pulumi/actions@v6", description="Installs Pulumi.")


class SyncPolicy(FrozenModel):
    """How far Argo CD or Flux goes by itself, and what it fetches."""

    automated: bool = Field(
        default=True, description="Whether it deploys by itself; never where somebody must agree first."
    )
    prune: bool = Field(default=True, description="Whether it deletes what the output no longer has.")
    self_heal: bool = Field(default=True, description="Whether it takes back what others change in the cluster.")
    pin: Literal["digest", "version"] = Field(
        default="digest", description="What a chart in a registry is named by: its manifest's digest, or its tag."
    )
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]+$", max_length=200)] = Field(
        default="main", description="Branch of a Git repository."
    )


class ArgoCdPolicy(FrozenModel):
    """Argo CD, as it is installed."""

    namespace: DnsLabel = Field(default="argocd", description="Where its Applications are.")
    project: ObjectName = Field(default="default", description="Its project (AppProject).")
    server: ServerAddress = Field(
        default="https://kubernetes.default.svc", description="API server of clusters of which nothing else is said."
    )


class FluxPolicy(FrozenModel):
    """Flux, as it is installed."""

    namespace: DnsLabel = Field(default="flux-system", description="Where its objects are.")
    interval: Annotated[str, Field(pattern=r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$")] = Field(
        default="10m", description="How often it looks."
    )


class DeliveryPolicy(FrozenModel):
    """The file."""

    targets: list[Target] = Field(default=["azure-devops"], description="Services to write pipelines for.")
    pipeline: TemplateId = Field(default="helm-release-stage-v1", description="Template of the Azure DevOps stages.")
    workflow: TemplateId = Field(default="github-helm-release-v1", description="Template of the GitHub Actions jobs.")
    form: Literal["stages", "pipeline"] = Field(default="stages", description="What is written.")
    strategy: DeliveryStrategy = Field(default=DeliveryStrategy(), description="Strategy of the deployment jobs.")
    helm_task: Literal["HelmDeploy@1", "HelmDeploy@0"] = Field(default="HelmDeploy@1", description="Version.")
    smoke_probe: bool = Field(default=True, description="Whether a published address is asked after a roll-out.")
    create_namespace: bool = Field(default=True, description="Whether Helm makes a namespace that is not there yet.")
    root: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]+$")] = Field(
        default=".", description="Folder of the output in the repository; whoever includes the stages may set another."
    )
    promotion: list[str] = Field(
        default=["dev", "qa", "test", "staging", "prod"],
        description="Order of environments; those that are not here come last.",
    )
    rollout_timeout_minutes: Annotated[int, Field(ge=1, le=360)] = Field(
        default=10, description="How long a roll-out may take."
    )
    agent_image: DeliveryName = Field(default="ubuntu-latest", description="Image of the build agents.")
    names: DeliveryNames = Field(default=DeliveryNames(), description="Patterns for names.")
    approvals: ApprovalPolicy = Field(default=ApprovalPolicy(), description="Where somebody must agree first.")
    actions: ActionsPolicy = Field(default=ActionsPolicy(), description="Actions that workflows use.")
    gitops: GitOpsTool = Field(default="argo-cd", description="What fetches the output by itself.")
    application_set: bool = Field(
        default=False, description="Whether Argo CD has one ApplicationSet instead of an Application an environment."
    )
    infrastructure: InfrastructureDelivery | None = Field(
        default=None, description="How pipelines deploy the Azure resources; without it they do not."
    )
    repository: Repository | None = Field(default=None, description="Where it fetches from; bundles may say it.")
    sync: SyncPolicy = Field(default=SyncPolicy(), description="How far it goes by itself.")
    argo_cd: ArgoCdPolicy = Field(default=ArgoCdPolicy(), description="Argo CD, as it is installed.")
    flux: FluxPolicy = Field(default=FluxPolicy(), description="Flux, as it is installed.")

    def under(self, own: Delivery | None) -> "DeliveryPolicy":
        """Return the policy with what a bundle says over it, but for single environments.

        Args:
            own: what the bundle says.
        """
        said = {name: getattr(own, name) for name in own.model_fields_set if name != "environments"} if own else {}
        return self.model_copy(update={name: value for name, value in said.items() if value is not None})
