"""The bundle: everything upstream says about one component."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.groups.delivery import Delivery
from foundation.model.bundle.groups.observability import Observability
from foundation.model.bundle.groups.resources import CloudResources
from foundation.model.bundle.groups.security import SecurityProfile
from foundation.model.bundle.groups.services import Port
from foundation.model.bundle.layer import Layer, TenantLayer
from foundation.model.kubernetes.containers import ContainerPort
from foundation.model.kubernetes.images import ImageReference
from foundation.model.kubernetes.scalars import DnsLabel, ObjectName
from foundation.model.names import LABEL_VALUE, NAMESPACE_PATTERN, SEMANTIC_VERSION
from foundation.model.run.outputs import OutputChoice

#: Trace fields become label values on every object, so they follow the API's rule for those.
LabelValue = Annotated[str, Field(pattern=LABEL_VALUE)]
#: Each one is a render of its own.
MAX_ENVIRONMENTS = 100
COMPONENT_NAME = r"^[A-Za-z]([A-Za-z0-9_. -]*[A-Za-z0-9])?$"
LONGEST_COMPONENT_NAME = 100
TRANSPORTS = ("http", "grpc", "tcp", "queue")


class Component(Layer):
    """The smallest unit of infrastructure: one deployable thing."""

    name: str = Field(
        pattern=COMPONENT_NAME, max_length=LONGEST_COMPONENT_NAME, description="Name, as in OrderService."
    )
    type: DnsLabel = Field(description="Component type of the template catalog, such as microservice.")
    transport: Literal["http", "grpc", "tcp", "queue"] = Field(description="How it is called.")
    container_image: ImageReference = Field(description="Image with tag or digest.")
    novel_type: bool = Field(
        default=False,
        description="Says that the type is meant as it is written, however much it looks like one of the catalog, so "
        "that a template may be drafted for it. It changes nothing for types that the catalog covers.",
    )


def _null_is_empty(value: Any) -> Any:
    return {} if value is None else value


Environments = Annotated[dict[DnsLabel, Layer], Field(max_length=MAX_ENVIRONMENTS), BeforeValidator(_null_is_empty)]
Tenants = Annotated[dict[DnsLabel, TenantLayer], BeforeValidator(_null_is_empty)]


class PullRequest(FrozenModel):
    """The pull request that the component's code came with."""

    url: str = Field(
        pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/%+-]*$",
        max_length=500,
        description="Its address, without a query and without credentials.",
    )
    trace_id: LabelValue | None = Field(
        default=None, description="Trace that it is linked to; it must be the bundle's, or nothing is generated."
    )


class TraceFields(FrozenModel):
    """Where a component comes from and who owns it."""

    trace_id: LabelValue | None = Field(
        default=None, description="Id that links the infrastructure to its blueprint. Required."
    )
    blueprint_id: LabelValue | None = Field(
        default=None, description="Id of the use case or service blueprint. Required, unless memory knows the trace."
    )
    component_scope: LabelValue | None = Field(
        default=None, description="Domain that owns the component, such as Billing; likewise known to memory."
    )
    agent_origin: LabelValue | None = Field(default=None, description="Agent that asked for the infrastructure.")
    pull_request: PullRequest | None = Field(
        default=None, description="Pull request of the component's code, linked to the trace."
    )
    team: LabelValue | None = Field(default=None, description="Owning team; by default the policy's for the scope.")
    version: Annotated[str, Field(pattern=f"^{SEMANTIC_VERSION}$", max_length=63)] | None = Field(
        default=None, description="Version of the chart; by default the image tag if it is a semantic version."
    )
    template_id: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        max_length=100,
        description="Chart template; the catalog's for the type by default.",
    )


class SharedFields(TraceFields):
    """All of a bundle but its component."""

    execution_id: LabelValue | None = Field(
        default=None, description="Id of the run; by default derived from the bundle's content."
    )
    tenant: DnsLabel | None = Field(default=None, description="Tenant; the policy's default tenant if absent.")
    namespace: Annotated[str, Field(pattern=NAMESPACE_PATTERN, max_length=100)] | None = Field(
        default=None,
        description="Namespace, where the naming policy's is not meant; {tenant} and {component} stand for theirs.",
    )
    environments: Environments = Field(default={}, description="Layers per environment.")
    tenants: Tenants = Field(default={}, description="Layers per tenant.")
    target_environment: (
        DnsLabel | Annotated[list[DnsLabel], Field(min_length=1, max_length=MAX_ENVIRONMENTS)] | None
    ) = Field(default=None, description="Environment or environments to generate; all that are defined by default.")
    observability: Observability | None = Field(default=None, description="OpenTelemetry settings.")
    security_profile: SecurityProfile | None = Field(default=None, description="Security settings.")
    service_mesh_enabled: bool | None = Field(default=None, description="Whether the pods are in the service mesh.")
    existing_config_map_refs: list[ObjectName] | None = Field(
        default=None, description="ConfigMaps of others that the container reads as variables."
    )
    tls_secret_name: ObjectName | None = Field(default=None, description="Secret with the Ingress's certificate.")
    output: OutputChoice | None = Field(default=None, description="Which parts of the output are written.")
    delivery: Delivery | None = Field(default=None, description="How it is deployed, for the pipelines of the output.")
    resources: CloudResources | None = Field(
        default=None, description="What it needs in Azure; written as Bicep, Terraform or Pulumi."
    )

    @property
    def targets(self) -> list[str]:
        """The environments that it wants generated, as it names them; none, if it leaves that open."""
        target = self.target_environment
        return [target] if isinstance(target, str) else list(target or [])


class Peer(FrozenModel):
    """Another component of the same application, as far as a component must know it."""

    name: str
    transport: str
    ports: list[Port] | None = None
    container_ports: list[ContainerPort] | None = None
    calls: list[str] = []


class ApplicationContext(FrozenModel):
    """What a component takes from its application; made of the application's file, never written by hand."""

    shared: Layer
    environments: Environments
    tenants: Tenants
    peers: list[Peer]


class Bundle(SharedFields):
    """One component with its trace, environments and policies (mission: inputs)."""

    component: Component = Field(description="What to run.")


class MemberBundle(Bundle):
    """The bundle of one component of an application."""

    application: ApplicationContext = Field(description="What the components share.")
