"""Pods are placed and run where the policy lets them."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


class Placement(FrozenModel):
    """Parameters."""

    forbidden_node_labels: list[str] = Field(
        default=["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"],
        description="Node labels that no nodeSelector may ask for, as name or name=value.",
    )
    forbidden_taints: list[str] = Field(
        default=["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"],
        description="Taints that no toleration may pass by, by their keys.",
    )
    fixed_node: bool = Field(default=False, description="Whether a pod may name its node.")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    setting = check.setting(Placement)
    for name, value in mapping(pod.spec.get("nodeSelector")).items():
        if name in setting.forbidden_node_labels or f"{name}={value}" in setting.forbidden_node_labels:
            yield pod.fault(f"nodes with the label {quoted(name)} are not for workloads", "nodeSelector", name)
    yield from _tolerations(pod, setting.forbidden_taints)
    if text(pod.spec.get("nodeName")) and not setting.fixed_node:
        yield pod.fault("the pod names its node and passes the scheduler by", "nodeName")


def _tolerations(pod: Pod, forbidden: list[str]) -> Iterator[Fault]:
    """Control-plane nodes repel pods with the effect NoSchedule; a DaemonSet may well be for every node."""
    every_node = pod.object.kind == "DaemonSet"
    for index, toleration in mappings(pod.spec.get("tolerations")):
        key = text(toleration.get("key"))
        if not forbidden or toleration.get("effect") not in (None, "", "NoSchedule"):
            continue
        if key in forbidden:
            message = f"nodes with the taint {quoted(key)} are not for workloads"
            place = pod.fault(message, "tolerations", index, "key")
            yield replace(place, at_most="warning") if every_node else place
        elif not key and toleration.get("operator") == "Exists" and not every_node:
            yield pod.fault("the toleration passes every taint by, those of control planes too", "tolerations", index)


CHECK = Check(
    code="node-placement",
    severity="error",
    title="Pods ask for no node that the policy keeps for others.",
    remedy="Choose nodes by labels and taints that the policy allows.",
    references=("mission: disallowed node selectors", "Kyverno restrict-controlplane-scheduling"),
    run=each_pod(_look),
    kinds=WORKLOADS,
    parameters=Placement(),
)
