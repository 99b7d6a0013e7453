"""An autoscaler has room, and never goes down to a single pod."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PODS
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.rules.wording import counted


class Bounds(FrozenModel):
    """Parameters."""

    minimum: int = Field(default=2, description="Lowest minReplicas.")

    @property
    def pods(self) -> str:
        """Say how many pods there are at least."""
        return counted(self.minimum, "pod")


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    fewest, most = number(item.spec.get("minReplicas", 1)), number(item.spec.get("maxReplicas"))
    lowest = check.setting(Bounds).minimum
    if fewest is not None and fewest < lowest:
        yield item.fault(f"minReplicas is {fewest}, below {lowest}", "spec", "minReplicas")
    if fewest is not None and most is not None and most <= fewest:
        yield item.fault(f"maxReplicas {most} is not above minReplicas {fewest}", "spec", "maxReplicas")


CHECK = Check(
    code="autoscaler-bounds",
    severity="error",
    title="An HorizontalPodAutoscaler has at least {pods} and a maximum above its minimum.",
    remedy="Set minReplicas to {minimum} or more and maxReplicas above it.",
    references=(
        "kube-linter hpa-minimum-three-replicas",
        "kube-score horizontalpodautoscaler-replicas",
        "Polaris hpaMinAvailability, hpaMaxAvailability",
    ),
    run=each_object(_look, "HorizontalPodAutoscaler"),
    kinds=("HorizontalPodAutoscaler",),
    parameters=Bounds(),
    availability=True,
    decided_by=PODS,
)
