"""Every object says which namespace it belongs to."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.kinds import is_cluster_wide
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.rules.wording import either


class Namespaces(FrozenModel):
    """Parameters."""

    forbidden: list[str] = Field(
        default=["default", "kube-system", "kube-public", "kube-node-lease"],
        description="Namespaces that no component may be in.",
    )

    @property
    def others(self) -> str:
        """Say which namespaces are not for components."""
        return "default or in the cluster's" if self == Namespaces() else either(self.forbidden)


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if is_cluster_wide(item.kind):
        return
    if not item.namespace:
        yield item.fault("there is no namespace", "metadata", "namespace")
    elif item.namespace in check.setting(Namespaces).forbidden:
        yield item.fault(f"the namespace {quoted(item.namespace)} is not for components", "metadata", "namespace")


CHECK = Check(
    code="namespace-set",
    severity="error",
    title="Objects are in a namespace of their own, never in {others}.",
    remedy="Set metadata.namespace to the component's namespace.",
    references=(
        "CIS 5.7.4",
        "kube-linter use-namespace",
        "Checkov CKV_K8S_21",
        "Trivy KSV-0037, KSV-0110",
        "Kyverno disallow-default-namespace",
    ),
    run=each_object(_look),
    parameters=Namespaces(),
)
