"""The values of an emitted chart: one typed shape for values.yaml, its schema and its README.

Each top-level field is a section. Most are in every chart; those in ``OPTIONAL_SECTIONS`` are
there only when one of the chart's templates reads them.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from foundation.model.base import KubernetesShape
from foundation.model.chart import shapes
from foundation.model.kubernetes.scalars import PortNumber

OPTIONAL_SECTIONS = frozenset(
    {
        "replicaCount",
        "strategy",
        "updateStrategy",
        "workloadSpec",
        "headlessService",
        "autoscaling",
        "service",
        "extraServices",
        "ingress",
        "gateway",
        "virtualService",
        "destinationRule",
        "peerAuthentication",
        "keda",
        "triggerAuthentications",
        "secretProviderClasses",
        "externalSecrets",
        "sealedSecrets",
        "podDisruptionBudget",
        "networkPolicy",
        "rbac",
        "job",
        "cronJob",
    }
)


class ValuesShape(KubernetesShape):
    """A part of the values: written in camelCase, built by our own names."""

    model_config = ConfigDict(validate_by_name=True)


def _is_empty(value: Any) -> bool:
    return not value


def _optional(default: Any) -> Any:
    """Declare a field of a list's entry that is written only where it says something."""
    return Field(default=default, exclude_if=_is_empty)


class Image(ValuesShape):
    """The container image."""

    repository: str = Field(description="Registry and repository.")
    tag: str = Field(description="Tag; may be empty when a digest is given.")
    digest: str = Field(description="Digest such as sha256:...; it decides when given.")
    pull_policy: Literal["Always", "IfNotPresent", "Never"] = Field(description="When to pull.")


class ServicePort(ValuesShape):
    """A port of a Service."""

    name: shapes.PortName
    port: PortNumber
    target_port: shapes.TargetPort
    protocol: shapes.Protocol
    app_protocol: shapes.AppProtocol = _optional("")
    node_port: int = Field(default=0, ge=0, le=65535, exclude_if=_is_empty)


class SecretVariable(ValuesShape):
    """A variable from a Secret's key."""

    name: shapes.VariableName
    key: shapes.DataKey


class Secret(ValuesShape):
    """A Secret that the pods get."""

    name: shapes.ObjectName
    mount_path: shapes.MountPathOrNone
    provider_class: shapes.ObjectNameOrNone = _optional("")
    env: list[SecretVariable]


class SecretProviderClass(ValuesShape):
    """What the secrets store driver reads from Azure Key Vault."""

    name: shapes.ObjectName
    parameters: shapes.VaultParameters
    objects: list[shapes.VaultObject] = Field(min_length=1)
    secret_objects: list[shapes.SynchronisedSecret] = _optional([])


class ExternalSecret(ValuesShape):
    """A Secret that External Secrets makes."""

    name: shapes.ObjectName
    spec: shapes.ExternalSecret


class SealedSecret(ValuesShape):
    """A Secret that Sealed Secrets opens."""

    name: shapes.ObjectName
    type: str
    annotations: shapes.Annotations = _optional({})
    encrypted_data: shapes.SealedTexts


class ServiceAccount(ValuesShape):
    """The identity of the pods."""

    create: bool = Field(description="Whether the chart makes the ServiceAccount.")
    name: shapes.ObjectNameOrNone = Field(description="Its name; the chart's name by default.")
    automount: bool = Field(description="Whether all containers get a token for the Kubernetes API.")
    # The API server takes no shorter life than ten minutes.
    token_expiration_seconds: Literal[0] | Annotated[int, Field(ge=600)] = Field(
        description="Life in seconds of the token that the container gets where automount is off; 0 for none."
    )
    labels: shapes.Labels = Field(description="Its labels.")
    annotations: shapes.Annotations = Field(description="Its annotations, such as a workload identity's.")


class ScratchFolder(ValuesShape):
    """A writable folder that lives as long as the pod."""

    path: shapes.MountPath
    size: shapes.Size


class PersistentClaim(ValuesShape):
    """A volume that outlives the pod."""

    name: shapes.Name
    claim_name: shapes.ObjectNameOrNone = _optional("")
    size: shapes.ClaimSize
    mount_path: shapes.MountPathOrNone = _optional("")
    access_modes: shapes.AccessModes
    spec: shapes.ClaimSpec = _optional({})
    labels: shapes.Labels = _optional({})
    annotations: shapes.Annotations = _optional({})


class Persistence(ValuesShape):
    """Persistent volumes."""

    claims: list[PersistentClaim] = Field(description="Claims to make and mount.")


class FileSet(ValuesShape):
    """Files in a ConfigMap."""

    name: shapes.Name
    config_map: shapes.ObjectNameOrNone = _optional("")
    mount_path: shapes.MountPathOrNone = _optional("")
    data: shapes.Texts = _optional({})
    binary_data: shapes.Base64Texts = _optional({})
    volume: shapes.FilesVolume = _optional({})
    unmounted: bool = _optional(False)
    immutable: bool = _optional(False)
    labels: shapes.Labels = _optional({})
    annotations: shapes.Annotations = _optional({})


class Sidecar(ValuesShape):
    """The collector beside the container."""

    enabled: bool = Field(description="Whether it runs.")
    image: str = Field(description="Its image.")
    resources: shapes.Resources = Field(description="Its requests and limits.")
    config: dict[str, Any] = Field(description="Its configuration.")


class OpenTelemetry(ValuesShape):
    """OpenTelemetry."""

    enabled: bool = Field(description="Whether the SDK is configured.")
    environment: shapes.Texts = Field(description="Variables of the SDK.")
    sidecar: Sidecar = Field(description="Collector beside the container.")


class Service(ValuesShape):
    """The Service."""

    enabled: bool = Field(description="Whether there is a Service.")
    name: str = Field(description="Its name; the chart's name by default.")
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = Field(description="Its type.")
    ports: list[ServicePort] = Field(description="Its ports.")
    spec: shapes.ServiceSpec = Field(description="Its further fields (Kubernetes ServiceSpec).")
    labels: shapes.Labels = Field(description="Its labels.")
    annotations: shapes.Annotations = Field(description="Its annotations.")


class ExtraService(ValuesShape):
    """A Service beside the main one."""

    name: shapes.ServiceName
    type: shapes.ServiceType
    ports: list[ServicePort]
    spec: shapes.ServiceSpec = _optional({})
    labels: shapes.Labels = _optional({})
    annotations: shapes.Annotations = _optional({})


class HeadlessService(ValuesShape):
    """The Service that gives each pod of a StatefulSet its name."""

    create: bool = Field(description="Whether the chart makes it.")
    name: str = Field(description="Its name; the chart's name with -headless by default.")


class IngressPath(ValuesShape):
    """A path of an Ingress host."""

    path: shapes.UrlPath
    path_type: shapes.PathType
    service: shapes.ServiceNameOrNone = _optional("")
    port: shapes.IngressPort


class IngressHost(ValuesShape):
    """A host of the Ingress."""

    host: shapes.HostOrNone
    paths: list[IngressPath] = Field(min_length=1)


class Ingress(ValuesShape):
    """The Ingress."""

    enabled: bool = Field(description="Whether there is an Ingress.")
    class_name: shapes.ObjectNameOrNone = Field(description="Ingress class.")
    labels: shapes.Labels = Field(description="Its labels.")
    annotations: shapes.Annotations = Field(description="Its annotations.")
    hosts: list[IngressHost] = Field(description="Hosts with their paths.")
    tls: list[shapes.IngressTls] = Field(description="Certificates by host.")


class Route(ValuesShape):
    """A route of the Gateway API."""

    name: shapes.ObjectNameOrNone = _optional("")
    api_version: str = Field(pattern="^gateway[.]networking[.]k8s[.]io/v[0-9][a-z0-9]*$")
    kind: str
    hostnames: list[shapes.Host] = _optional([])
    rules: list[dict[str, Any]] = Field(min_length=1)


class Gateway(ValuesShape):
    """Routes of the Gateway API."""

    enabled: bool = Field(description="Whether there are routes.")
    parent_refs: list[shapes.ParentReference] = Field(
        description="Gateways that they are attached to (ParentReference)."
    )
    labels: shapes.Labels = Field(description="Their labels.")
    annotations: shapes.Annotations = Field(description="Their annotations.")
    routes: list[Route] = Field(description="The routes; without a name the Service is the chart's.")


class VirtualRoute(ValuesShape):
    """The routes of some hosts."""

    name: shapes.ObjectNameOrNone = _optional("")
    hosts: list[str]
    http: list[dict[str, Any]] = _optional([])
    tls: list[dict[str, Any]] = _optional([])
    tcp: list[dict[str, Any]] = _optional([])


class VirtualService(ValuesShape):
    """Istio's VirtualService."""

    enabled: bool = Field(description="Whether there is one.")
    gateways: list[shapes.GatewayName] = Field(description="Istio gateways, as namespace/name.")
    export_to: list[shapes.ExportTarget] = Field(description="Namespaces that see it; all if empty.")
    labels: shapes.Labels = Field(description="Its labels.")
    annotations: shapes.Annotations = Field(description="Its annotations.")
    routes: list[VirtualRoute] = Field(description="Routes by host; without a host the destination is the chart's.")


class DestinationRule(ValuesShape):
    """Istio's DestinationRule."""

    enabled: bool = Field(description="Whether there is one.")
    spec: shapes.DestinationRule = Field(description="How the mesh calls the Service (Istio DestinationRule).")


class PeerAuthentication(ValuesShape):
    """Istio's PeerAuthentication."""

    enabled: bool = Field(description="Whether there is one.")
    mode: str = Field(description="STRICT refuses callers outside the mesh, PERMISSIVE does not.")


class Keda(ValuesShape):
    """KEDA's ScaledObject or ScaledJob."""

    enabled: bool = Field(description="Whether KEDA owns the number of pods.")
    spec: shapes.Keda = Field(description="Bounds and triggers (KEDA ScaledObject or ScaledJob).")


class TriggerAuthentication(ValuesShape):
    """What KEDA's triggers log in with."""

    name: shapes.ObjectName
    spec: shapes.TriggerAuthentication


class Autoscaling(ValuesShape):
    """The HorizontalPodAutoscaler."""

    enabled: bool = Field(description="Whether an autoscaler owns the number of pods.")
    min_replicas: int = Field(ge=0, description="Fewest pods.")
    max_replicas: int = Field(ge=0, description="Most pods; 0 if the autoscaler is not a HorizontalPodAutoscaler.")
    target_cpu_utilization_percentage: int = Field(
        ge=0, alias="targetCPUUtilizationPercentage", description="CPU use to aim for; 0 does not scale by CPU."
    )
    target_memory_utilization_percentage: int = Field(
        ge=0, description="Memory use to aim for; 0 does not scale by memory."
    )
    metrics: list[shapes.Metric] = Field(description="Further metrics (Kubernetes MetricSpec).")
    behavior: shapes.Behavior = Field(description="How fast the number of pods changes.")


class PodDisruptionBudget(ValuesShape):
    """The PodDisruptionBudget."""

    enabled: bool = Field(description="Whether there is one; it needs two pods.")
    spec: shapes.DisruptionBudget = Field(description="Its bounds (Kubernetes PodDisruptionBudgetSpec).")


class NetworkPolicy(ValuesShape):
    """The NetworkPolicy."""

    enabled: bool = Field(description="Whether traffic is restricted.")
    ingress: list[shapes.IncomingTraffic] = Field(description="Traffic that may come in; none comes without a rule.")
    egress: list[shapes.OutgoingTraffic] = Field(description="Traffic that may go out; none goes without a rule.")
    labels: shapes.Labels = Field(description="Its labels.")
    annotations: shapes.Annotations = Field(description="Its annotations.")


class RoleRules(ValuesShape):
    """A Role."""

    name: shapes.Name
    role: shapes.ObjectNameOrNone = _optional("")
    binding: shapes.ObjectNameOrNone = _optional("")
    rules: list[shapes.PolicyRule]


class Rbac(ValuesShape):
    """Roles of the ServiceAccount."""

    create: bool = Field(description="Whether Roles and RoleBindings are made.")
    roles: list[RoleRules] = Field(description="Roles and their rules.")


class ChartValues(ValuesShape):
    """Everything that can be set on an emitted chart."""

    fullname_override: str = Field(description="Name of all objects; the chart's name if empty.")
    namespace_override: str = Field(description="Namespace of all objects; the release's if empty.")
    common_labels: shapes.Labels = Field(description="Labels of every object and pod.")
    common_annotations: shapes.Annotations = Field(description="Annotations of every object and pod.")
    workload_labels: shapes.Labels = Field(description="Further labels of the workload.")
    workload_annotations: shapes.Annotations = Field(description="Further annotations of the workload.")
    replica_count: int = Field(ge=0, description="Number of pods while no autoscaler is on.")
    strategy: shapes.Strategy = Field(description="How pods are replaced (Kubernetes DeploymentStrategy).")
    update_strategy: shapes.Strategy = Field(description="How pods are replaced (Kubernetes UpdateStrategy).")
    workload_spec: shapes.WorkloadSpec = Field(description="Further fields of the workload's spec.")
    image: Image = Field(description="Container image.")
    container_name: str = Field(description="Name of the container; the chart's name if empty.")
    command: list[str] = Field(description="Entry point instead of the image's.")
    args: list[str] = Field(description="Arguments of the entry point.")
    container_ports: list[shapes.ContainerPort] = Field(
        description="Ports of the container (Kubernetes ContainerPort)."
    )
    env: list[shapes.Variable] = Field(description="Environment variables (Kubernetes EnvVar).")
    env_from: list[shapes.Variables] = Field(description="Variables from whole objects (Kubernetes EnvFromSource).")
    config: shapes.Texts = Field(description="Settings in a ConfigMap, read as environment variables.")
    existing_config_maps: list[shapes.ObjectName] = Field(
        description="Other ConfigMaps to read as environment variables."
    )
    secrets: list[Secret] = Field(description="Secrets to mount or read as variables.")
    secret_provider_classes: list[SecretProviderClass] = Field(
        description="What the secrets store driver reads from Azure Key Vault."
    )
    external_secrets: list[ExternalSecret] = Field(description="Secrets that External Secrets makes.")
    sealed_secrets: list[SealedSecret] = Field(description="Secrets that Sealed Secrets opens.")
    files: list[FileSet] = Field(description="Files that become ConfigMaps.")
    startup_probe: shapes.Probe = Field(description="Startup probe (Kubernetes Probe).")
    liveness_probe: shapes.Probe = Field(description="Liveness probe (Kubernetes Probe).")
    readiness_probe: shapes.Probe = Field(description="Readiness probe (Kubernetes Probe).")
    resources: shapes.Resources = Field(description="Requests and limits (Kubernetes ResourceRequirements).")
    container_spec: shapes.ContainerSpec = Field(description="Further fields of the container (Kubernetes Container).")
    init_containers: list[shapes.Container] = Field(description="Containers before it (Kubernetes Container).")
    sidecars: list[shapes.Container] = Field(description="Containers beside it (Kubernetes Container).")
    restart_policy: str = Field(description="Restart policy of the pod; the workload's own if empty.")
    termination_grace_period_seconds: int = Field(ge=0, description="Seconds to shut down.")
    pod_labels: shapes.Labels = Field(description="Further labels of the pod.")
    pod_annotations: shapes.Annotations = Field(description="Further annotations of the pod.")
    pod_spec: shapes.PodSpec = Field(description="Further fields of the pod (Kubernetes PodSpec).")
    pod_security_context: shapes.PodSecurity = Field(description="securityContext of the pod.")
    container_security_context: shapes.ContainerSecurity = Field(description="securityContext of the container.")
    service_account: ServiceAccount = Field(description="Identity of the pods.")
    rbac: Rbac = Field(description="Roles of the ServiceAccount.")
    scratch: list[ScratchFolder] = Field(description="Writable folders; the root file system is read-only.")
    persistence: Persistence = Field(description="Persistent volumes.")
    volumes: list[shapes.Volume] = Field(description="Further volumes (Kubernetes Volume).")
    volume_mounts: list[shapes.VolumeMount] = Field(description="Further mounts (Kubernetes VolumeMount).")
    service: Service = Field(description="Service in front of the pods.")
    extra_services: list[ExtraService] = Field(description="Further Services in front of the pods.")
    headless_service: HeadlessService = Field(description="Service that gives each pod its name.")
    ingress: Ingress = Field(description="Ingress in front of the Service.")
    gateway: Gateway = Field(description="Routes of the Gateway API to the Service.")
    virtual_service: VirtualService = Field(description="Istio's routes to the Service.")
    destination_rule: DestinationRule = Field(description="How the mesh calls the Service.")
    peer_authentication: PeerAuthentication = Field(description="Who may call the pods in the mesh.")
    autoscaling: Autoscaling = Field(description="HorizontalPodAutoscaler.")
    keda: Keda = Field(description="Scaling by events.")
    trigger_authentications: list[TriggerAuthentication] = Field(description="What KEDA's triggers log in with.")
    pod_disruption_budget: PodDisruptionBudget = Field(description="PodDisruptionBudget.")
    network_policy: NetworkPolicy = Field(description="NetworkPolicy for both directions.")
    job: shapes.Job = Field(description="Fields of the Job (Kubernetes JobSpec).")
    cron_job: shapes.CronJob = Field(description="Fields of the CronJob (Kubernetes CronJobSpec).")
    otel: OpenTelemetry = Field(description="OpenTelemetry SDK and collector.")
    node_selector: shapes.Labels = Field(description="Labels that a node must have.")
    tolerations: list[shapes.Toleration] = Field(description="Taints that the pods accept.")
    affinity: shapes.Affinity = Field(description="Affinity (Kubernetes Affinity).")
    topology_spread: list[shapes.Spread] = Field(
        description="How pods are spread (Kubernetes TopologySpreadConstraint); by default of the own pods."
    )
