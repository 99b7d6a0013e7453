"""How many pods there are, and how they are replaced."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from foundation.model.base import KubernetesShape, exactly_one
from foundation.model.kubernetes.scalars import Count, CountOrPercent, DnsLabel, ObjectName, PositiveCount, Quantity
from foundation.model.kubernetes.scheduling import LabelSelector


class MetricTarget(KubernetesShape):
    """The figure to aim for."""

    type: Literal["Utilization", "Value", "AverageValue"] = Field(description="What the figure means.")
    average_utilization: PositiveCount | None = Field(default=None, description="Percent of the request.")
    average_value: Quantity | None = Field(default=None, description="Per pod.")
    value: Quantity | None = Field(default=None, description="In all.")


class MetricIdentifier(KubernetesShape):
    """A metric by name."""

    name: str = Field(min_length=1, description="Name.")
    selector: LabelSelector | None = Field(default=None, description="Which of its series.")


class ResourceMetric(KubernetesShape):
    """CPU or memory of the pods."""

    name: str = Field(min_length=1, description="cpu or memory.")
    target: MetricTarget = Field(description="The figure to aim for.")


class ContainerResourceMetric(ResourceMetric):
    """CPU or memory of one container of the pods."""

    container: DnsLabel = Field(description="Name of the container.")


class PodsMetric(KubernetesShape):
    """A custom metric of the pods."""

    metric: MetricIdentifier = Field(description="The metric.")
    target: MetricTarget = Field(description="The figure to aim for.")


class DescribedObject(KubernetesShape):
    """An object that has a metric."""

    api_version: str = Field(min_length=1, description="API version of the object.")
    kind: str = Field(min_length=1, description="Kind of the object.")
    name: ObjectName = Field(description="Name of the object.")


class ObjectMetric(PodsMetric):
    """A custom metric of one object, such as an Ingress."""

    described_object: DescribedObject = Field(description="The object.")


class Metric(KubernetesShape):
    """What the autoscaler looks at (autoscaling/v2 MetricSpec)."""

    type: Literal["Resource", "ContainerResource", "Pods", "Object", "External"] = Field(description="Kind of metric.")
    resource: ResourceMetric | None = Field(default=None, description="Of type Resource.")
    container_resource: ContainerResourceMetric | None = Field(default=None, description="Of type ContainerResource.")
    pods: PodsMetric | None = Field(default=None, description="Of type Pods.")
    object: ObjectMetric | None = Field(default=None, description="Of type Object.")
    external: PodsMetric | None = Field(default=None, description="Of type External.")

    _one = model_validator(mode="after")(exactly_one("resource", "container_resource", "pods", "object", "external"))

    @model_validator(mode="after")
    def _of_its_type(self) -> "Metric":
        wanted = self.type[0].lower() + self.type[1:]
        if wanted not in self.model_dump(by_alias=True, exclude_none=True):
            raise ValueError(f"a metric of type {self.type} is given under {wanted}")
        return self


class ScalingPolicy(KubernetesShape):
    """A bound on how fast the number of pods changes."""

    type: Literal["Pods", "Percent"] = Field(description="What the value counts.")
    value: PositiveCount = Field(description="Most pods, or percent, in a period.")
    period_seconds: Annotated[int, Field(ge=1, le=1800)] = Field(description="Length of the period in seconds.")


class ScalingRules(KubernetesShape):
    """How the number of pods changes in one direction."""

    stabilization_window_seconds: Annotated[int, Field(ge=0, le=3600)] | None = Field(
        default=None, description="Seconds to look back on."
    )
    select_policy: Literal["Max", "Min", "Disabled"] | None = Field(default=None, description="Which bound counts.")
    policies: list[ScalingPolicy] | None = Field(default=None, description="Bounds.")
    tolerance: Quantity | None = Field(default=None, description="Change of the metric that is let pass.")


class ScalingBehavior(KubernetesShape):
    """How the number of pods changes."""

    scale_up: ScalingRules | None = Field(default=None, description="Upwards.")
    scale_down: ScalingRules | None = Field(default=None, description="Downwards.")


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
    metrics: list[Metric] | None = Field(default=None, description="Further metrics.")
    behavior: ScalingBehavior | None = Field(default=None, description="How fast the number changes.")


class DisruptionBudget(KubernetesShape):
    """How many pods may be away during a voluntary disruption."""

    max_unavailable: CountOrPercent | None = Field(default=None, description="Most that may be away.")
    min_available: CountOrPercent | None = Field(default=None, description="Fewest that must stay.")
    unhealthy_pod_eviction_policy: Literal["AlwaysAllow", "IfHealthyBudget"] | None = Field(
        default=None, description="Whether pods that are not ready may be evicted."
    )

    @model_validator(mode="after")
    def _one_bound(self) -> "DisruptionBudget":
        if self.max_unavailable is not None and self.min_available is not None:
            raise ValueError("maxUnavailable and minAvailable exclude each other")
        return self


class RollingUpdate(KubernetesShape):
    """How pods are replaced one after the other."""

    max_surge: CountOrPercent | None = Field(default=None, description="Pods beyond the wanted number.")
    max_unavailable: CountOrPercent | None = Field(default=None, description="Pods that may be missing.")
    partition: Count | None = Field(default=None, description="First pod that is replaced, of a stateful-service.")

    @model_validator(mode="after")
    def _can_move(self) -> "RollingUpdate":
        if {self.max_surge, self.max_unavailable} <= {0, "0%"}:
            raise ValueError("maxSurge and maxUnavailable cannot both be 0: no pod could be replaced")
        return self


class UpdateStrategy(KubernetesShape):
    """How pods are replaced: ``strategy`` of a Deployment, ``updateStrategy`` of the others."""

    type: Literal["RollingUpdate", "Recreate", "OnDelete"] = Field(description="One by one, all at once, or by hand.")
    rolling_update: RollingUpdate | None = Field(default=None, description="Bounds of RollingUpdate.")


class ClaimRetention(KubernetesShape):
    """What becomes of the claims of a stateful-service."""

    when_deleted: Literal["Retain", "Delete"] | None = Field(default=None, description="When it is deleted.")
    when_scaled: Literal["Retain", "Delete"] | None = Field(default=None, description="When it gets smaller.")
