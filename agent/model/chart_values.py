"""The values of an emitted chart: one typed shape for values.yaml, its schema and its README.

Each top-level field is a section. Most are in every chart; those in ``OPTIONAL_SECTIONS`` are
there only when one of the chart's templates reads them.
"""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from agent.model.base import KubernetesShape
from agent.model.kubernetes import PortNumber

OPTIONAL_SECTIONS = frozenset(
    {
        "replicaCount",
        "strategy",
        "autoscaling",
        "service",
        "ingress",
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


class Image(ValuesShape):
    """The container image."""

    repository: str = Field(description="Registry and repository.")
    tag: str = Field(description="Tag; may be empty when a digest is given.")
    digest: str = Field(description="Digest such as sha256:...; it decides when given.")
    pull_policy: Literal["Always", "IfNotPresent", "Never"] = Field(description="When to pull.")


class ServicePort(ValuesShape):
    """A port of the Service and of the container."""

    name: str
    port: PortNumber
    target_port: PortNumber
    protocol: str
    app_protocol: str = ""


class SecretVariable(ValuesShape):
    """A variable from a Secret's key."""

    name: str
    key: str


class Secret(ValuesShape):
    """An existing Secret."""

    name: str
    mount_path: str
    env: list[SecretVariable]


class ServiceAccount(ValuesShape):
    """The identity of the pods."""

    create: bool = Field(description="Whether the chart makes the ServiceAccount.")
    name: str = Field(description="Its name; the chart's name by default.")
    automount: bool = Field(description="Whether pods get a token for the Kubernetes API.")
    annotations: dict[str, str] = Field(description="Its annotations, such as a workload identity's.")


class ScratchFolder(ValuesShape):
    """A writable folder that lives as long as the pod."""

    path: str
    size: str


class PersistentClaim(ValuesShape):
    """A volume that outlives the pod."""

    name: str
    size: str
    mount_path: str
    storage_class: str
    access_modes: list[str]


class Persistence(ValuesShape):
    """Persistent volumes."""

    claims: list[PersistentClaim] = Field(description="Claims to make and mount.")


class Sidecar(ValuesShape):
    """The collector beside the container."""

    enabled: bool = Field(description="Whether it runs.")
    image: str = Field(description="Its image.")
    resources: dict[str, Any] = Field(description="Its requests and limits.")
    config: dict[str, Any] = Field(description="Its configuration.")


class OpenTelemetry(ValuesShape):
    """OpenTelemetry."""

    enabled: bool = Field(description="Whether the SDK is configured.")
    environment: dict[str, str] = Field(description="Variables of the SDK.")
    sidecar: Sidecar = Field(description="Collector beside the container.")


class Service(ValuesShape):
    """The Service."""

    enabled: bool = Field(description="Whether there is a Service.")
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = Field(description="Its type.")


class IngressPath(ValuesShape):
    """A path of an Ingress host."""

    path: str
    path_type: str
    port: str


class IngressHost(ValuesShape):
    """A host of the Ingress."""

    host: str
    paths: list[IngressPath]


class Ingress(ValuesShape):
    """The Ingress."""

    enabled: bool = Field(description="Whether there is an Ingress.")
    class_name: str = Field(description="Ingress class.")
    annotations: dict[str, str] = Field(description="Its annotations.")
    hosts: list[IngressHost] = Field(description="Hosts with their paths.")
    tls: list[dict[str, Any]] = Field(description="Certificates by host.")


class Autoscaling(ValuesShape):
    """The HorizontalPodAutoscaler."""

    enabled: bool = Field(description="Whether an autoscaler owns the number of pods.")
    min_replicas: int = Field(ge=1, description="Fewest pods.")
    max_replicas: int = Field(ge=1, description="Most pods.")
    target_cpu_utilization_percentage: int = Field(
        alias="targetCPUUtilizationPercentage", description="CPU use to aim for; 0 does not scale by CPU."
    )
    target_memory_utilization_percentage: int = Field(description="Memory use to aim for; 0 does not scale by memory.")


class PodDisruptionBudget(ValuesShape):
    """The PodDisruptionBudget."""

    enabled: bool = Field(description="Whether there is one; it needs two pods.")
    max_unavailable: int | str = Field(description="Pods that may be away.")


class NetworkPolicy(ValuesShape):
    """The NetworkPolicy."""

    enabled: bool = Field(description="Whether traffic is restricted.")
    ingress_from: list[dict[str, Any]] = Field(description="Who may call the ports.")
    egress: list[dict[str, Any]] = Field(description="What the pods may call.")


class RoleRules(ValuesShape):
    """A Role."""

    name: str
    rules: list[dict[str, Any]]


class Rbac(ValuesShape):
    """Roles of the ServiceAccount."""

    create: bool = Field(description="Whether Roles and RoleBindings are made.")
    roles: list[RoleRules] = Field(description="Roles and their rules.")


class ChartValues(ValuesShape):
    """Everything that can be set on an emitted chart."""

    fullname_override: str = Field(description="Name of all objects; the chart's name if empty.")
    namespace_override: str = Field(description="Namespace of all objects; the release's if empty.")
    common_labels: dict[str, str] = Field(description="Labels of every object and pod.")
    common_annotations: dict[str, str] = Field(description="Annotations of every object and pod.")
    replica_count: int = Field(ge=0, description="Number of pods while no autoscaler is on.")
    strategy: dict[str, Any] = Field(description="How pods are replaced (Kubernetes DeploymentStrategy).")
    image: Image = Field(description="Container image.")
    command: list[str] = Field(description="Entry point instead of the image's.")
    args: list[str] = Field(description="Arguments of the entry point.")
    ports: list[ServicePort] = Field(description="Ports of the Service and the container.")
    env: list[dict[str, Any]] = Field(description="Environment variables (Kubernetes EnvVar).")
    config: dict[str, str] = Field(description="Settings in a ConfigMap, read as environment variables.")
    existing_config_maps: list[str] = Field(description="Other ConfigMaps to read as environment variables.")
    secrets: list[Secret] = Field(description="Existing Secrets to mount or read as variables.")
    startup_probe: dict[str, Any] = Field(description="Startup probe (Kubernetes Probe).")
    liveness_probe: dict[str, Any] = Field(description="Liveness probe (Kubernetes Probe).")
    readiness_probe: dict[str, Any] = Field(description="Readiness probe (Kubernetes Probe).")
    resources: dict[str, Any] = Field(description="Requests and limits (Kubernetes ResourceRequirements).")
    restart_policy: str = Field(description="Restart policy of the pod; the workload's own if empty.")
    termination_grace_period_seconds: int = Field(description="Seconds to shut down.")
    service_account: ServiceAccount = Field(description="Identity of the pods.")
    rbac: Rbac = Field(description="Roles of the ServiceAccount.")
    pod_labels: dict[str, str] = Field(description="Further labels of the pod.")
    pod_security_context: dict[str, Any] = Field(description="securityContext of the pod.")
    container_security_context: dict[str, Any] = Field(description="securityContext of each container.")
    scratch: list[ScratchFolder] = Field(description="Writable folders; the root file system is read-only.")
    persistence: Persistence = Field(description="Persistent volumes.")
    service: Service = Field(description="Service in front of the pods.")
    ingress: Ingress = Field(description="Ingress in front of the Service.")
    autoscaling: Autoscaling = Field(description="HorizontalPodAutoscaler.")
    pod_disruption_budget: PodDisruptionBudget = Field(description="PodDisruptionBudget.")
    network_policy: NetworkPolicy = Field(description="NetworkPolicy for both directions.")
    job: dict[str, Any] = Field(description="Fields of the Job (Kubernetes JobSpec).")
    cron_job: dict[str, Any] = Field(description="Fields of the CronJob (Kubernetes CronJobSpec).")
    otel: OpenTelemetry = Field(description="OpenTelemetry SDK and collector.")
    node_selector: dict[str, str] = Field(description="Labels that a node must have.")
    tolerations: list[dict[str, Any]] = Field(description="Taints that the pods accept.")
    affinity: dict[str, Any] = Field(description="Affinity (Kubernetes Affinity).")
    topology_spread_keys: list[str] = Field(description="Node labels to spread the pods over.")
