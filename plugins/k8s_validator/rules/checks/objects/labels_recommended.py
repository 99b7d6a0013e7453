"""Every object says what it is part of, in the labels that tools look for."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


class Labels(FrozenModel):
    """Parameters."""

    names: list[str] = Field(
        default=[
            "app.kubernetes.io/name",
            "app.kubernetes.io/instance",
            "app.kubernetes.io/version",
            "app.kubernetes.io/managed-by",
        ],
        description="Labels that every object has.",
    )

    @property
    def whose(self) -> str:
        """Say whose labels these are."""
        return "Kubernetes' recommended" if self == Labels() else "the platform's"

    @property
    def missing(self) -> str:
        """Say what to add."""
        return "the app.kubernetes.io labels" if self == Labels() else f"the labels {', '.join(self.names)}"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    labels = mapping(item.metadata.get("labels"))
    missing = [name for name in check.setting(Labels).names if not labels.get(name)]
    if missing:
        yield item.fault(f"the labels {', '.join(missing)} are missing", "metadata", "labels")


CHECK = Check(
    code="labels-recommended",
    severity="warning",
    title="Objects carry {whose} labels.",
    remedy="Add {missing}.",
    references=(
        "Kubernetes: Recommended Labels",
        "Polaris metadataAndInstanceMismatched",
        "Kyverno require-labels",
    ),
    run=each_object(_look),
    parameters=Labels(),
)
