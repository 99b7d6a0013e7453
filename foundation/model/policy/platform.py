"""The platform policy: every answer that a bundle may leave open (templates/policies/)."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.groups.mesh import MeshProvider
from foundation.model.bundle.groups.routes import TrafficKind
from foundation.model.bundle.groups.services import ServicePort
from foundation.model.bundle.layer import Layer
from foundation.model.errors import AgentError
from foundation.model.kubernetes.images import ImageReference
from foundation.model.kubernetes.probes import Probe
from foundation.model.policy.alerts import AlertPolicy
from foundation.model.policy.approvals import ApprovalPolicy
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.policy.escalation import EscalationPolicy
from foundation.model.policy.infrastructure import InfrastructurePolicy
from foundation.model.policy.memory import MemoryPolicy
from foundation.model.policy.retry import RetryAnswers, RetryPolicy
from foundation.model.policy.waivers import Waiver


class NamingPolicy(FrozenModel):
    """Patterns for names; ``{component}``, ``{tenant}`` and ``{env}`` are filled in."""

    chart: str = Field(description="Name of the chart, its release and its objects.")
    namespace: str = Field(description="Namespace of a tenant's component.")
    secret: str = Field(description="Name of the component's Secret per environment.")
    tls_secret: str = Field(description="Name of the Ingress's certificate Secret per environment.")
    git_path: str = Field(description="Folder of the component in the GitOps repository; ``{component}`` is filled in.")
    git_pull_request_branch: str = Field(
        default="",
        description="Branch for a pull request; ``{component}`` and ``{execution_id}`` are filled in. Empty for none: "
        "commits go to the branch itself.",
    )


class EnvironmentsPolicy(FrozenModel):
    """Which environment names mean what."""

    fallback: str = Field(description="Profile of an environment that nobody defines.")
    aliases: dict[str, str] = Field(description="Other spellings, by spelling.")
    production: list[str] = Field(description="Environments that count as production.")
    advisory: list[str] = Field(description="Environments in which availability rules are advice only.")


class OwnersPolicy(FrozenModel):
    """Who owns what when a bundle names no team."""

    default: str = Field(description="Team of a scope that is not listed.")
    scopes: dict[str, str] = Field(description="Team by component_scope.")


class ReplicasPolicy(FrozenModel):
    """Most replicas by environment."""

    by_environment: dict[str, int] = Field(description="Limits of single environments.")
    non_production: int = Field(description="Limit of every other environment.")
    production: int = Field(description="Limit in production.")


class IngressPolicy(FrozenModel):
    """Where an Ingress may be and how it looks."""

    environments: list[str] = Field(description="Environments that may have one.")
    class_name: str = Field(description="Ingress class.")
    hosts: dict[str, str] = Field(description="Host pattern by environment; ``default`` for the others.")
    tenant_hosts: dict[str, str] = Field(
        default={}, description="The same for every tenant but the default one; ``hosts`` where there is none."
    )
    allowed_hosts: dict[str, list[str]] = Field(
        description="Host globs by environment; no entry allows all, and tells those outside of the pattern's domain."
    )
    tls_environments: list[str] = Field(description="Environments in which TLS is always on.")


class TransportPolicy(FrozenModel):
    """What a transport implies when the bundle is silent."""

    port: ServicePort | None = Field(default=None, description="Port, if the transport listens at all.")
    app_protocol: str | None = Field(default=None, description="appProtocol of the Service's port.")
    ingress_annotations: dict[str, str] = Field(default={}, description="What the Ingress controller must know of it.")
    liveness_probe: Probe | None = Field(default=None, description="Liveness probe on the transport's port.")
    readiness_probe: Probe | None = Field(default=None, description="Readiness probe on the transport's port.")
    egress: list[dict[str, Any]] = Field(default=[], description="NetworkPolicy egress rules it needs.")


class RbacRole(FrozenModel):
    """A role that a security profile may ask for by name."""

    description: str = Field(description="What it allows.")
    rules: list[dict[str, Any]] = Field(description="PolicyRules of rbac.authorization.k8s.io/v1.")


#: Whether traffic that nobody declared is let through.
Openness = Literal["open", "known"]


class NetworkDefaults(FrozenModel):
    """NetworkPolicy rules of every component."""

    ingress_from: list[dict[str, Any]] = Field(description="Peers that may call a component that names no callers.")
    controllers: dict[TrafficKind, list[dict[str, Any]]] = Field(
        description="Peers that bring traffic from outside, by what publishes the component."
    )
    egress_always: list[dict[str, Any]] = Field(description="Egress rules that every component needs.")
    egress: list[dict[str, Any]] = Field(description="Egress rules of a component that does not say whom it calls.")
    default_ingress: Openness = Field(
        default="open", description="What comes in where nobody is named: as ingress_from, or only what is known."
    )
    default_egress: Openness = Field(
        default="open", description="What goes out where nobody is named: as egress, or only what is known."
    )
    kubernetes_api: list[dict[str, Any]] = Field(
        default=[], description="Egress rules of a component that has a token for the Kubernetes API."
    )


class MeshPolicy(FrozenModel):
    """How the pods of a component join a service mesh."""

    pod_labels: dict[str, str] = Field(default={}, description="Labels that ask for the proxy.")
    pod_annotations: dict[str, str] = Field(default={}, description="Annotations that ask for the proxy.")
    job_annotations: dict[str, str] = Field(
        default={}, description="What makes the proxy a native sidecar, so that a Job can end; none if it cannot be."
    )
    mtls_annotations: dict[str, dict[str, str]] = Field(
        default={}, description="Annotations by mtls, where the mesh has no object for it."
    )
    egress: list[dict[str, Any]] = Field(default=[], description="NetworkPolicy rules to the control plane.")
    proxy_ports: list[dict[str, Any]] = Field(
        default=[], description="Ports of the proxy that pods of the mesh call in place of the pod's own."
    )


class MeshesPolicy(FrozenModel):
    """The service meshes that the platform runs."""

    istio: MeshPolicy | None = None
    linkerd: MeshPolicy | None = None

    def named(self, provider: MeshProvider | None) -> MeshPolicy | None:
        """Return one mesh, if the platform runs it."""
        by_name = {"istio": self.istio, "linkerd": self.linkerd}
        return by_name[provider] if provider else None


class ScratchPath(FrozenModel):
    """A folder that the container may write to."""

    path: str = Field(description="Absolute path in the container.")
    size: str = Field(description="Most that may be written.")


class ApiTokenPolicy(FrozenModel):
    """How pods whose component has roles get a token for the Kubernetes API."""

    projected: bool = Field(default=True, description="Whether they get one that is projected and short-lived.")
    # The API server refuses a shorter life than ten minutes.
    expiration_seconds: Annotated[int, Field(ge=600, le=86400)] = Field(
        default=3600, description="Its life in seconds, 600 to 86400; kubelet renews it in time."
    )


class SecurityPolicy(FrozenModel):
    """The restricted baseline, in the Kubernetes shape."""

    pod_security_context: dict[str, Any] = Field(description="securityContext of the pod.")
    container_security_context: dict[str, Any] = Field(description="securityContext of each container.")
    secret_mount_root: str = Field(description="Folder under which Secrets are mounted.")
    writable_paths: list[ScratchPath] = Field(description="Scratch folders, since the root file system is read-only.")
    rbac_roles: dict[str, RbacRole] = Field(description="Roles by name.")
    identity_token_expiration_seconds: int = Field(description="Life of a workload identity token.")
    api_token: ApiTokenPolicy = Field(default=ApiTokenPolicy(), description="Token of components that have roles.")


class TelemetryPolicy(FrozenModel):
    """OpenTelemetry settings that belong to the platform."""

    propagators: list[str] = Field(description="Values of OTEL_PROPAGATORS.")
    sampler: str = Field(description="Value of OTEL_TRACES_SAMPLER.")
    collector_image: ImageReference = Field(description="Image of the sidecar collector.")
    collector_resources: dict[str, dict[str, str]] = Field(description="Its requests and limits.")


class AvailabilityPolicy(FrozenModel):
    """How replicas are kept apart and alive."""

    disruption_budget_max_unavailable: int = Field(description="Pods that may be away at a time.")
    unhealthy_pod_eviction_policy: Literal["AlwaysAllow", "IfHealthyBudget"] = Field(
        description="Whether broken pods may always be evicted; Kubernetes 1.26 and newer."
    )
    spread_topology_keys: list[str] = Field(description="Node labels to spread pods over.")
    cpu_utilization_percentage: int = Field(description="Target of the autoscaler.")


class StoragePolicy(FrozenModel):
    """Persistent volumes."""

    access_modes: list[str] = Field(description="Access modes of a claim that names none.")


def _switched_off(value: Any) -> Any:
    """Take what YAML makes of the word off for the word."""
    return "off" if value is False else value


RuleSeverity = Annotated[Literal["error", "warning", "advice", "off"], BeforeValidator(_switched_off)]


class RuleSetting(FrozenModel):
    """One rule in a profile."""

    severity: RuleSeverity | None = Field(default=None, description="Severity of its findings; the rule's by default.")
    parameters: dict[str, Any] = Field(default={}, description="What the rule is to be told; see docs/policies.md.")


class Profile(FrozenModel):
    """Which rules hold, how severe they are and with which parameters."""

    description: str = Field(description="What the profile is for.")
    extends: str | None = Field(default=None, description="Profile that it starts from.")
    # Pod Security Admission came with 1.22: before that there is nothing that a version could stand for.
    pod_security: Annotated[str, Field(pattern=r"^(latest|1\.(2[2-9]|[3-9][0-9]|[1-9][0-9]{2,}))$")] | None = Field(
        default=None,
        description="Version of the Pod Security Standards, 1.22 or newer, such as 1.34; the newest known by default.",
    )
    groups: list[str] = Field(default=[], description="Groups of rules that all hold, as they are by default.")
    rules: dict[str, RuleSeverity | RuleSetting] = Field(default={}, description="Single rules by code.")


class Positions(FrozenModel):
    """Where a file's parts stand, for mistakes that are found later."""

    file: str
    lines: dict[str, tuple[int, int]] = Field(default={}, repr=False)


class SourcedProfile(FrozenModel):
    """A profile and where it comes from."""

    profile: Profile
    source: Positions


class WaiverList(FrozenModel):
    """Exceptions to rules (policies/exceptions.yaml)."""

    policy_exceptions: list[Waiver] = Field(description="Each with reason, approver and last day.")


class SourcedWaivers(FrozenModel):
    """The exceptions of a policy bundle and where they come from."""

    exceptions: list[Waiver] = []
    source: Positions = Positions(file="policies/exceptions.yaml")


class ResourcesPolicy(FrozenModel):
    """What a container may ask for."""

    cpu_request_to_limit: Annotated[float, Field(ge=1)] = Field(
        description="How many times its CPU request a limit may be."
    )
    memory_request_to_limit: Annotated[float, Field(ge=1)] = Field(description="The same for memory.")


class PolicyAnswers(FrozenModel):
    """What a policy bundle sets, apart from profiles and exceptions."""

    profile: str = Field(default="platform", description="Profile that holds when none is named.")
    kubernetes_version: str = Field(description="Kubernetes version whose schemas are checked by default.")
    chart_version: str = Field(description="Chart version when neither bundle nor image tag gives one.")
    default_tenant: str = Field(description="Tenant of a bundle that names none.")
    naming: NamingPolicy
    environments: EnvironmentsPolicy
    owners: OwnersPolicy
    replicas: ReplicasPolicy
    resources: ResourcesPolicy
    retry: RetryAnswers = Field(default=RetryAnswers(), description="What is tried again when it fails.")
    escalation: EscalationPolicy = Field(
        default=EscalationPolicy(), description="Who is told of a run that was given up."
    )
    approvals: ApprovalPolicy = Field(default=ApprovalPolicy(), description="What takes a second person.")
    alerts: AlertPolicy = Field(default=AlertPolicy(), description="How people are told of what they have to mend.")
    memory: MemoryPolicy = Field(default=MemoryPolicy(), description="How long memory keeps what runs leave.")
    delivery: DeliveryPolicy = Field(default=DeliveryPolicy(), description="How components are deployed.")
    infrastructure: InfrastructurePolicy = Field(
        default=InfrastructurePolicy(), description="Azure resources of components."
    )
    upgrades: Literal["warn", "block"] = Field(
        default="warn", description="Whether an output is saved that an API server refuses in place of the earlier one."
    )
    ingress: IngressPolicy
    transports: dict[str, TransportPolicy]
    network: NetworkDefaults
    gateway_api_versions: dict[str, str] = Field(description="Version of each kind of route that clusters serve.")
    meshes: MeshesPolicy
    security: SecurityPolicy
    telemetry: TelemetryPolicy
    availability: AvailabilityPolicy
    storage: StoragePolicy
    mandatory_labels: list[str] = Field(description="Labels on every object.")
    mandatory_annotations: list[str] = Field(description="Annotations on every object.")
    defaults: Layer = Field(description="The lowest layer of settings.")
    defaults_by_type: dict[str, Layer] = Field(default={}, description="Over it, by component type.")


class PlatformPolicy(PolicyAnswers):
    """All of it."""

    profiles: dict[str, SourcedProfile] = {}
    exceptions: SourcedWaivers = SourcedWaivers()


def escalation_of(policy: Callable[[], PlatformPolicy]) -> EscalationPolicy:
    """Return whom failures concern; a policy that cannot be read must not hide what failed.

    Args:
        policy: returns the platform policy.
    """
    try:
        return policy().escalation
    except AgentError:
        return EscalationPolicy()


def alert_policy_of(policy: Callable[[], PlatformPolicy]) -> AlertPolicy:
    """Return how people are told of failures; a policy that cannot be read is one that they must hear of.

    Args:
        policy: returns the platform policy.
    """
    try:
        return policy().alerts
    except AgentError:
        return AlertPolicy()


def retry_policy_of(policy: Callable[[], PlatformPolicy]) -> RetryPolicy:
    """Return what is tried again; for a policy that cannot be read, its own defaults say what to do about that.

    Args:
        policy: returns the platform policy.
    """
    try:
        return policy().retry.retry_policy
    except AgentError:
        return RetryPolicy()
