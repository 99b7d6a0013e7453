"""Pods are placed and run where the policy lets them."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


class Placement(FrozenModel):
    """Parameters."""

    forbidden_node_labels: list[str] = Field(
        default=["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"],
        description="Node labels that no nodeSelector may ask for, as name or name=value.",
    )
    fixed_node: bool = Field(default=False, description="Whether a pod may name its node.")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    setting = check.setting(Placement)
    for name, value in mapping(pod.spec.get("nodeSelector")).items():
        if name in setting.forbidden_node_labels or f"{name}={value}" in setting.forbidden_node_labels:
            yield pod.fault(f"nodes with the label {quoted(name)} are not for workloads", "nodeSelector", name)
    if text(pod.spec.get("nodeName")) and not setting.fixed_node:
        yield pod.fault("the pod names its node and passes the scheduler by", "nodeName")


CHECK = Check(
    code="node-placement",
    severity="error",
    title="Pods ask for no node that the policy keeps for others.",
    remedy="Choose nodes by labels that the policy allows.",
    references=("mission: disallowed node selectors", "Kyverno restrict-controlplane-scheduling"),
    run=each_pod(_look),
    kinds=WORKLOADS,
    parameters=Placement(),
)
