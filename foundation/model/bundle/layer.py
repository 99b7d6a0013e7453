"""The settings that every layer may give: defaults, profiles, the component, environments, tenants."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel, unique_by
from foundation.model.bundle.groups.jobs import JobSpec
from foundation.model.bundle.groups.keda import Keda
from foundation.model.bundle.groups.mesh import ServiceMesh
from foundation.model.bundle.groups.observability import Observability, Percent
from foundation.model.bundle.groups.routes import GatewaySpec, TrafficKind, VirtualServiceSpec
from foundation.model.bundle.groups.scaling import Autoscale, ClaimRetention, DisruptionBudget, UpdateStrategy
from foundation.model.bundle.groups.secrets import (
    KeyVault,
    SecretProvider,
    SecretReference,
    SecretStore,
    one_without_name,
)
from foundation.model.bundle.groups.security import SecurityProfile, ServiceAccountSpec
from foundation.model.bundle.groups.services import FurtherService, Port, ServiceSpec
from foundation.model.bundle.groups.storage import Claim, FileSet
from foundation.model.bundle.groups.traffic import Call, Caller, External, IngressSpec, NetworkPolicySpec
from foundation.model.bundle.removal import Removable
from foundation.model.bundle.schedule import check_schedule
from foundation.model.kubernetes.containers import (
    Container,
    ContainerPort,
    PullPolicy,
    ResizePolicy,
    ResourceRequirements,
)
from foundation.model.kubernetes.environment import EnvironmentVariable, EnvironmentVariables
from foundation.model.kubernetes.images import ImageReference
from foundation.model.kubernetes.pods import DnsConfig, DnsPolicy, HostAlias, LocalObject, PodOs, ReadinessGate
from foundation.model.kubernetes.probes import Lifecycle, ReadinessProbe, RestartProbe
from foundation.model.kubernetes.scalars import (
    Annotations,
    Count,
    DnsLabel,
    EnvironmentName,
    Labels,
    LabelText,
    ObjectName,
    PositiveCount,
    QualifiedName,
)
from foundation.model.kubernetes.scheduling import Affinity, Toleration, TopologySpreadConstraint
from foundation.model.kubernetes.security import PodSecurityContext, SecurityContext
from foundation.model.kubernetes.volumes import Volume, VolumeDevice, VolumeMount
from foundation.model.policy.waivers import Waiver, Waivers

_Unique = AfterValidator(unique_by("name"))


class Layer(FrozenModel):
    """Settings of one layer. Every field is optional; ``null`` removes what a lower layer set."""

    # How many pods, and how they are replaced.
    replicas: Count | None = Field(default=None, description="Number of pods.")
    enable_hpa: bool | None = Field(default=None, description="Whether to scale by an HorizontalPodAutoscaler.")
    autoscale: Autoscale | None = Field(default=None, description="Bounds and targets of the autoscaler.")
    enable_keda: bool | None = Field(default=None, description="Whether KEDA scales by events.")
    keda: Keda | None = Field(default=None, description="Bounds and triggers of KEDA.")
    enable_disruption_budget: bool | None = Field(default=None, description="Whether to add a PodDisruptionBudget.")
    disruption_budget: DisruptionBudget | None = Field(default=None, description="Bounds of the budget.")
    update_strategy: UpdateStrategy | None = Field(default=None, description="How pods are replaced.")
    revision_history_limit: Count | None = Field(default=None, description="Old revisions to keep for a rollback.")
    min_ready_seconds: Count | None = Field(default=None, description="Seconds for which a new pod must be ready.")
    progress_deadline_seconds: PositiveCount | None = Field(
        default=None, description="Seconds until a roll-out without progress has failed."
    )
    pod_management_policy: Literal["OrderedReady", "Parallel"] | None = Field(
        default=None, description="Whether pods of a stateful-service start one after the other."
    )
    claim_retention: ClaimRetention | None = Field(
        default=None, description="What becomes of the claims of a stateful-service."
    )
    headless_service: DnsLabel | None = Field(
        default=None, description="Name of the headless Service of a stateful-service; <component>-headless by default."
    )

    # The container.
    container_name: DnsLabel | None = Field(default=None, description="Name; the component's by default.")
    container_image: ImageReference | None = Field(default=None, description="Image with tag or digest.")
    image_pull_policy: PullPolicy | None = Field(default=None, description="When to pull; Always by default.")
    image_pull_secrets: list[LocalObject] | None = Field(default=None, description="Secrets of private registries.")
    command: list[str] | None = Field(default=None, description="Entry point instead of the image's.")
    args: list[str] | None = Field(default=None, description="Arguments of the entry point.")
    working_dir: str | None = Field(default=None, pattern=r"^/", description="Working folder instead of the image's.")
    env: Annotated[list[EnvironmentVariable] | None, _Unique] = Field(
        default=None, description="Environment variables in their order; merged by name."
    )
    env_from: list[EnvironmentVariables] | None = Field(
        default=None, description="Variables from whole ConfigMaps and Secrets, in their order."
    )
    resources: ResourceRequirements | None = Field(default=None, description="Requests and limits.")
    resize_policy: list[ResizePolicy] | None = Field(default=None, description="What a change of resources does.")
    liveness_probe: RestartProbe | None = Field(default=None, description="When to restart the container.")
    readiness_probe: ReadinessProbe | None = Field(default=None, description="When to send traffic.")
    startup_probe: RestartProbe | None = Field(default=None, description="When the other probes begin.")
    lifecycle: Lifecycle | None = Field(default=None, description="What it does when it starts and before it stops.")
    security_context: SecurityContext | None = Field(
        default=None, description="Security of the container, over the policy's baseline."
    )
    termination_message_path: str | None = Field(default=None, pattern=r"^/", description="File with its last words.")
    termination_message_policy: Literal["File", "FallbackToLogsOnError"] | None = Field(
        default=None, description="Where its last words come from."
    )
    stdin: bool | None = Field(default=None, description="Whether standard input stays open.")
    stdin_once: bool | None = Field(default=None, description="Whether it closes after the first client.")
    tty: bool | None = Field(default=None, description="Whether the container has a terminal.")

    # Configuration, files and volumes.
    config: dict[EnvironmentName, str | None] | None = Field(
        default=None, description="Non-sensitive settings: a ConfigMap that the container reads as variables."
    )
    existing_config_map_refs: list[ObjectName] | None = Field(
        default=None, description="ConfigMaps of others that the container reads as variables."
    )
    files: Annotated[list[FileSet] | None, _Unique] = Field(
        default=None, description="Files, inline or by path, that become ConfigMaps; merged by name."
    )
    secrets: Annotated[list[SecretReference] | None, AfterValidator(one_without_name)] = Field(
        default=None, description="Secrets to use, by reference; merged by name."
    )
    secret_provider: SecretProvider | None = Field(
        default=None, description="Who makes the secrets that do not say; existing by default."
    )
    key_vault: KeyVault | None = Field(default=None, description="The vault of the provider key-vault.")
    secret_store: SecretStore | None = Field(default=None, description="The store of the provider external-secrets.")
    claims: Annotated[list[Claim] | None, _Unique] = Field(
        default=None, description="Volumes that outlive the pod; merged by name."
    )
    volumes: Annotated[list[Annotated[Volume, Removable("name")]] | None, _Unique] = Field(
        default=None, description="Further volumes, in the Kubernetes shape; merged by name."
    )
    volume_mounts: Annotated[
        list[Annotated[VolumeMount, Removable("mountPath")]] | None, AfterValidator(unique_by("mount_path"))
    ] = Field(default=None, description="Where the container sees volumes, claims and files; merged by mountPath.")
    volume_devices: list[VolumeDevice] | None = Field(default=None, description="Block devices of the container.")

    # Containers around it.
    init_containers: Annotated[list[Container] | None, _Unique] = Field(
        default=None,
        description="Containers that run before it, in their order; with restartPolicy: Always a native sidecar.",
    )
    sidecars: Annotated[list[Container] | None, _Unique] = Field(
        default=None, description="Containers that run beside it."
    )

    # The pod.
    labels: Labels | None = Field(default=None, description="Further labels of the workload object.")
    annotations: Annotations | None = Field(default=None, description="Further annotations of the workload object.")
    pod_labels: Labels | None = Field(default=None, description="Further labels of the pods.")
    pod_annotations: Annotations | None = Field(default=None, description="Further annotations of the pods.")
    common_labels: Labels | None = Field(default=None, description="Further labels of every object and pod.")
    common_annotations: Annotations | None = Field(
        default=None, description="Further annotations of every object and pod."
    )
    pod_security_context: PodSecurityContext | None = Field(
        default=None, description="Security of the pod, over the policy's baseline."
    )
    service_account: ServiceAccountSpec | None = Field(default=None, description="Identity of the pods.")
    automount_service_account_token: bool | None = Field(
        default=None,
        description="Whether every container gets a token for the Kubernetes API. Left out, a component with roles "
        "gets a projected, short-lived one; false gives none.",
    )
    node_selector: dict[QualifiedName, LabelText | None] | None = Field(
        default=None, description="Labels that a node must have."
    )
    tolerations: list[Toleration] | None = Field(default=None, description="Taints that the pods accept.")
    affinity: Affinity | None = Field(default=None, description="Affinity, in the Kubernetes shape.")
    topology_spread_constraints: list[TopologySpreadConstraint] | None = Field(
        default=None, description="How pods are spread; by the policy's node labels by default."
    )
    priority_class_name: ObjectName | None = Field(default=None, description="Priority of the pods.")
    runtime_class_name: ObjectName | None = Field(default=None, description="Runtime of the pods.")
    scheduler_name: ObjectName | None = Field(default=None, description="Scheduler of the pods.")
    dns_policy: DnsPolicy | None = Field(default=None, description="How names are resolved.")
    dns_config: DnsConfig | None = Field(default=None, description="Resolver of the pods.")
    host_aliases: list[HostAlias] | None = Field(default=None, description="Lines of the hosts file.")
    hostname: DnsLabel | None = Field(default=None, description="Host name of the pods.")
    subdomain: DnsLabel | None = Field(default=None, description="Subdomain of the pods.")
    set_hostname_as_fqdn: bool | None = Field(
        default=None, description="Whether the kernel's host name of the pods is their full domain name."
    )
    host_network: bool | None = Field(default=None, description="Use the node's network; only by a policy exception.")
    host_pid: bool | None = Field(default=None, description="See the node's processes; only by a policy exception.")
    host_ipc: bool | None = Field(default=None, description="Share the node's memory; only by a policy exception.")
    share_process_namespace: bool | None = Field(default=None, description="Whether containers see each other.")
    enable_service_links: bool | None = Field(default=None, description="Variables for each Service; false by default.")
    readiness_gates: list[ReadinessGate] | None = Field(default=None, description="Conditions that others set.")
    os: PodOs | None = Field(default=None, description="Operating system of the pods.")
    termination_grace_period_seconds: Count | None = Field(default=None, description="Seconds to shut down.")
    active_deadline_seconds: PositiveCount | None = Field(default=None, description="Longest life of a pod in seconds.")

    # Traffic.
    ports: Annotated[list[Annotated[Port, Removable("name")]] | None, _Unique] = Field(
        default=None, description="Served ports; merged by name. The policy's for the transport by default."
    )
    container_ports: list[ContainerPort] | None = Field(
        default=None, description="Ports of the container that no Service serves, or under another name."
    )
    enable_service: bool | None = Field(default=None, description="Whether ports get a Service; true by default.")
    service: ServiceSpec | None = Field(default=None, description="What the Service has beside its ports.")
    services: Annotated[list[FurtherService] | None, _Unique] = Field(
        default=None, description="Further Services of the same pods; merged by name."
    )
    enable_ingress: bool | None = Field(default=None, description="Whether to publish the component.")
    traffic: TrafficKind | None = Field(
        default=None, description="What publishes it: an Ingress by default, routes of the Gateway API, or Istio."
    )
    ingress: IngressSpec | None = Field(
        default=None, description="Hosts and paths; class and certificates of an Ingress."
    )
    gateway: GatewaySpec | None = Field(default=None, description="Gateways and rules of the Gateway API.")
    virtual_service: VirtualServiceSpec | None = Field(default=None, description="Gateways and routes of Istio.")
    service_mesh_enabled: bool | None = Field(default=None, description="Whether the pods are in the service mesh.")
    service_mesh: ServiceMesh | None = Field(default=None, description="Which mesh, and how.")
    tls_secret_name: ObjectName | None = Field(default=None, description="Secret with the Ingress's certificate.")
    enable_network_policy: bool | None = Field(default=None, description="Whether to restrict traffic.")
    network_policy: NetworkPolicySpec | None = Field(default=None, description="Further rules of the restriction.")
    calls: list[Call] | None = Field(default=None, description="Whom the component calls; nobody else, if given.")
    external: Annotated[list[Annotated[External, Removable("name")]] | None, _Unique] = Field(
        default=None, description="What else the component reaches, such as databases; merged by name."
    )
    called_by: list[Caller] | None = Field(default=None, description="Who calls the component; nobody else, if given.")

    # Work that ends.
    schedule: Annotated[str, AfterValidator(check_schedule)] | None = Field(
        default=None, description="Cron schedule of a cronjob: five fields, or a word such as @daily."
    )
    job: JobSpec | None = Field(default=None, description="Fields of a job or cronjob.")

    # What the platform adds.
    otel_sampling: Percent | None = Field(default=None, description="Share of requests that are traced, in percent.")
    observability: Observability | None = Field(default=None, description="OpenTelemetry settings.")
    security_profile: SecurityProfile | None = Field(default=None, description="Security settings.")
    policy_exceptions: Waivers[Waiver] | None = Field(
        default=None, description="Rules that may be broken, each with reason, approver and last day."
    )


class TenantLayer(Layer):
    """A tenant's settings, with environments of its own inside."""

    environments: dict[DnsLabel, Layer] | None = Field(default=None, description="Layers per environment.")


#: Lists whose entries are merged from layer to layer, with the key that names an entry; all other lists replace.
KEYED_LISTS = {
    "env": "name",
    "ports": "name",
    "files": "name",
    "claims": "name",
    "volumes": "name",
    "volume_mounts": "mountPath",
    "secrets": "name",
    "init_containers": "name",
    "sidecars": "name",
    "services": "name",
    "external": "name",
}
#: Entries of these make sense only whole: a layer that names one replaces it.
WHOLE_ENTRIES = frozenset({"env", "volumes", "volume_mounts"})
