"""Scaling by events: KEDA's ScaledObject or ScaledJob, and what triggers log in with (keda.sh/v1alpha1)."""

from typing import Annotated, Any, Literal

from pydantic import Field

from foundation.model.base import KubernetesShape
from foundation.model.kubernetes.scalars import Count, DataKey, DnsLabel, EnvironmentName, ObjectName, PositiveCount

TriggerType = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=63)]
#: Id or address of an identity provider: printable and without spaces.
IdentityText = Annotated[str, Field(pattern=r"^[!-~]+$", max_length=253)]
Parameter = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=253)]


class AuthenticationReference(KubernetesShape):
    """What a trigger logs in with."""

    name: ObjectName = Field(description="Name: of one of the authentications, or of an object that exists.")
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] | None = Field(
        default=None, description="Kind; TriggerAuthentication by default."
    )


class Trigger(KubernetesShape):
    """What KEDA looks at."""

    type: TriggerType = Field(description="Scaler, such as azure-servicebus or kafka.")
    name: str | None = Field(default=None, min_length=1, max_length=253, description="Name, for formulas.")
    metadata: dict[Parameter, str] = Field(description="What the scaler is told; all values are text.")
    metric_type: Literal["AverageValue", "Value", "Utilization"] | None = Field(
        default=None, description="How the metric counts."
    )
    use_cached_metrics: bool | None = Field(default=None, description="Whether answers are kept between polls.")
    authentication_ref: AuthenticationReference | None = Field(default=None, description="What it logs in with.")


class PodIdentity(KubernetesShape):
    """A workload identity."""

    provider: Literal["azure-workload", "aws", "aws-eks", "gcp", "none"] = Field(description="Whose identity.")
    identity_id: IdentityText | None = Field(default=None, description="Client id, instead of that of KEDA itself.")
    identity_tenant_id: IdentityText | None = Field(
        default=None, description="Directory, instead of that of KEDA itself."
    )
    identity_authority_host: IdentityText | None = Field(
        default=None, description="Authority, instead of that of KEDA itself."
    )


class SecretTarget(KubernetesShape):
    """A parameter from a key of a Secret."""

    parameter: Parameter = Field(description="Parameter of the scaler.")
    name: ObjectName | None = Field(default=None, description="Name of the Secret; by default the naming policy's.")
    key: DataKey = Field(description="Key in the Secret.")


class EnvironmentTarget(KubernetesShape):
    """A parameter from a variable of the container."""

    parameter: Parameter = Field(description="Parameter of the scaler.")
    name: EnvironmentName = Field(description="Name of the variable.")
    container_name: DnsLabel | None = Field(default=None, description="Container; the first by default.")


class TriggerAuthentication(KubernetesShape):
    """What triggers log in with."""

    name: ObjectName = Field(description="Name of the object.")
    pod_identity: PodIdentity | None = Field(default=None, description="An identity of the cluster.")
    secret_target_ref: list[SecretTarget] | None = Field(default=None, description="Parameters from Secrets.")
    env: list[EnvironmentTarget] | None = Field(default=None, description="Parameters from variables.")


class Keda(KubernetesShape):
    """A ScaledObject of the component, or a ScaledJob of a job, without its target, which is the component."""

    min_replica_count: Count | None = Field(default=None, description="Fewest pods; 0 by default.")
    max_replica_count: PositiveCount | None = Field(default=None, description="Most pods. Required.")
    idle_replica_count: Count | None = Field(default=None, description="Pods without any work; 0 is all there is.")
    polling_interval: PositiveCount | None = Field(default=None, description="Seconds between polls.")
    cooldown_period: Count | None = Field(default=None, description="Seconds from the last work to the fewest pods.")
    initial_cooldown_period: Count | None = Field(default=None, description="Seconds before the first cooldown.")
    fallback: dict[str, Any] | None = Field(default=None, description="What holds while a scaler fails (Fallback).")
    advanced: dict[str, Any] | None = Field(default=None, description="Behaviour and formulas (AdvancedConfig).")
    scaling_strategy: dict[str, Any] | None = Field(
        default=None, description="Of a job: how many Jobs the work asks for (ScalingStrategy)."
    )
    rollout: dict[str, Any] | None = Field(default=None, description="Of a job: what a change does to running Jobs.")
    successful_jobs_history_limit: Count | None = Field(default=None, description="Of a job: finished Jobs to keep.")
    failed_jobs_history_limit: Count | None = Field(default=None, description="Of a job: failed Jobs to keep.")
    triggers: list[Trigger] | None = Field(default=None, description="What KEDA looks at. Required.")
    authentications: list[TriggerAuthentication] | None = Field(
        default=None, description="TriggerAuthentications to make; triggers name them."
    )


#: Fields that only one of the two kinds has.
ONLY_SCALED_OBJECT = frozenset(
    {"idle_replica_count", "cooldown_period", "initial_cooldown_period", "fallback", "advanced"}
)
ONLY_SCALED_JOB = frozenset(
    {"scaling_strategy", "rollout", "successful_jobs_history_limit", "failed_jobs_history_limit"}
)
