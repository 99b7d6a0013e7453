"""Services are reached from inside the cluster, and from outside through an Ingress."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.rules.wording import either


class Exposure(FrozenModel):
    """Parameters."""

    types: list[str] = Field(default=["ClusterIP"], description="Service types that are allowed.")

    @property
    def use(self) -> str:
        """Say what to use instead."""
        return f"Use {either(self.types)} and an Ingress, or have" if self.types else "Have"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    kind = item.spec.get("type", "ClusterIP")
    if kind not in check.setting(Exposure).types:
        yield item.fault(f"the Service is of the type {quoted(kind)}", "spec", "type")
    if item.spec.get("externalIPs"):
        yield item.fault("the Service takes traffic for external addresses", "spec", "externalIPs")


CHECK = Check(
    code="service-exposure",
    severity="error",
    title="Services are of the types that the policy allows, and have no externalIPs.",
    remedy="{use} the type allowed.",
    references=(
        "kube-linter exposed-services",
        "kube-score service-type",
        "Trivy KSV-0108",
        "Kyverno restrict-nodeport, restrict-external-ips",
    ),
    run=each_object(_look, "Service"),
    kinds=("Service",),
    parameters=Exposure(),
)
