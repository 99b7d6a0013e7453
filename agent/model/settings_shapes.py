"""Groups of settings that a component or an overlay may carry."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from agent.model.base import FrozenModel, KubernetesShape
from agent.model.kubernetes import (
    DataKey,
    DnsLabel,
    EnvironmentName,
    MountPath,
    ObjectName,
    PercentText,
    PositiveCount,
    QualifiedName,
    QuantityText,
    Seconds,
)
from agent.model.names import DNS_SUBDOMAIN

AbsolutePath = Annotated[str, Field(pattern=r"^/[^\x00]*$")]
Percent = Annotated[float, Field(ge=0, le=100)]


def _check_address(url: str) -> str:
    """Refuse what a pattern cannot: a port out of range, an IPv6 address that is none."""
    try:
        port = urlsplit(url).port
    except ValueError as error:
        raise ValueError(f"{url[:60]!r} is no address: {error}") from None
    if port == 0:
        raise ValueError("nothing listens on port 0")
    return url


#: URL without credentials, which have no place in a bundle.
Endpoint = Annotated[
    str,
    Field(
        pattern=r"^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/\S*)?$",
        max_length=2048,
    ),
    AfterValidator(_check_address),
]


class Observability(FrozenModel):
    """How the component reports traces, metrics and logs."""

    otel_enabled: bool | None = Field(default=None, description="Whether OpenTelemetry is configured at all.")
    otel_exporter: Literal["otlp"] | None = Field(default=None, description="Exporter of all three signals.")
    otel_endpoint: Endpoint | None = Field(default=None, description="URL of the collector.")
    propagation: str | None = Field(
        default=None,
        pattern=r"^[a-z_ ,]*$",
        max_length=200,
        description="Comma-separated fields that travel with each request, such as trace_id.",
    )
    otel_sidecar: bool | None = Field(
        default=None, description="Whether a collector runs beside the container and forwards to the endpoint."
    )


class WorkloadIdentity(FrozenModel):
    """Azure Workload Identity of the component's service account."""

    client_id: str | None = Field(
        default=None, pattern=r"^[0-9a-fA-F-]{36}$", description="Client id of the managed identity."
    )
    tenant_id: str | None = Field(default=None, pattern=r"^[0-9a-fA-F-]{36}$", description="Directory id.")
    token_expiration_seconds: Annotated[int, Field(ge=3600, le=86400)] | None = Field(
        default=None, description="Life of the projected token in seconds, 3600 to 86400."
    )


class SecurityProfile(FrozenModel):
    """Which parts of the platform's security baseline apply."""

    enable_rbac: bool | None = Field(default=None, description="Whether Roles are bound to the service account.")
    rbac_roles: list[DnsLabel] | None = Field(default=None, description="Names of roles that the policy defines.")
    enable_identity_binding: bool | None = Field(default=None, description="Whether to bind a workload identity.")
    enforce_resource_limits: bool | None = Field(
        default=None, description="Whether every container must carry requests and limits."
    )
    identity: WorkloadIdentity | None = Field(default=None, description="The identity to bind.")


class Autoscale(KubernetesShape):
    """Bounds and targets of the HorizontalPodAutoscaler."""

    min_replicas: PositiveCount | None = Field(default=None, description="Fewest pods.")
    max_replicas: PositiveCount | None = Field(default=None, description="Most pods.")
    target_cpu_utilization_percentage: PositiveCount | None = Field(
        default=None,
        alias="targetCPUUtilizationPercentage",
        description="CPU use, in percent of the request, to aim for.",
    )
    target_memory_utilization_percentage: PositiveCount | None = Field(
        default=None, description="Memory use, in percent of the request, to aim for."
    )


class IngressSettings(KubernetesShape):
    """How the component is reached from outside the cluster."""

    host: str | None = Field(default=None, pattern=DNS_SUBDOMAIN, max_length=253, description="Host name.")
    path: AbsolutePath | None = Field(default=None, description="Path prefix.")
    path_type: Literal["Prefix", "Exact", "ImplementationSpecific"] | None = Field(
        default=None, description="How the path matches."
    )
    class_name: DnsLabel | None = Field(default=None, description="Ingress class.")
    annotations: dict[QualifiedName, str | None] | None = Field(default=None, description="Annotations of the Ingress.")


class SecretVariable(FrozenModel):
    """An environment variable that is filled from a Secret's key."""

    name: EnvironmentName = Field(description="Name of the variable.")
    key: DataKey = Field(description="Key in the Secret.")


class SecretReference(FrozenModel):
    """A Secret that exists in the namespace; its values never pass through this agent."""

    name: ObjectName | None = Field(default=None, description="Name; by default the naming policy's.")
    mount: bool | None = Field(default=None, description="Whether to mount it under the policy's secrets path.")
    env: list[SecretVariable] | None = Field(default=None, description="Variables filled from its keys.")


#: Access modes of a volume that is on one node at a time.
ONE_NODE_MODES = frozenset({"ReadWriteOnce", "ReadWriteOncePod"})


class Claim(FrozenModel):
    """A volume that outlives the pod."""

    name: DnsLabel = Field(description="Name of the volume; the claim is called <component>-<name>.")
    size: QuantityText = Field(description="Requested size, such as 10Gi.")
    mount_path: MountPath = Field(description="Where the container sees it.")
    storage_class: ObjectName | None = Field(default=None, description="Storage class; the cluster's by default.")
    access_modes: list[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]] | None = Field(
        default=None, description="Access modes; the policy's by default."
    )


class JobSettings(KubernetesShape):
    """Fields of a Job, and of a CronJob around it (batch/v1)."""

    backoff_limit: Seconds | None = Field(default=None, description="Retries before the Job has failed.")
    active_deadline_seconds: PositiveCount | None = Field(default=None, description="Longest run in seconds.")
    ttl_seconds_after_finished: Seconds | None = Field(default=None, description="Life after the end (Job only).")
    completions: PositiveCount | None = Field(default=None, description="Pods that must succeed.")
    parallelism: PositiveCount | None = Field(default=None, description="Pods at the same time.")
    restart_policy: Literal["Never", "OnFailure"] | None = Field(default=None, description="What a failed pod does.")
    time_zone: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$",
        description="IANA time zone of the schedule.",
    )
    concurrency_policy: Literal["Allow", "Forbid", "Replace"] | None = Field(
        default=None, description="What happens when runs overlap."
    )
    starting_deadline_seconds: PositiveCount | None = Field(
        default=None, description="How late a run may start, in seconds."
    )
    successful_jobs_history_limit: Seconds | None = Field(default=None, description="Finished runs to keep.")
    failed_jobs_history_limit: Seconds | None = Field(default=None, description="Failed runs to keep.")


class DisruptionBudget(KubernetesShape):
    """How many pods may be away during a voluntary disruption."""

    max_unavailable: PositiveCount | PercentText | None = Field(default=None, description="Pods, or a percentage.")
