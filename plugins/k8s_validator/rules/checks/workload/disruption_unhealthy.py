"""Broken pods do not keep a node from being drained."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import BUDGET
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if item.spec.get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
        yield item.fault("unhealthyPodEvictionPolicy is not AlwaysAllow", "spec", "unhealthyPodEvictionPolicy")


CHECK = Check(
    code="disruption-unhealthy",
    severity="warning",
    title="A PodDisruptionBudget lets unhealthy pods be evicted.",
    remedy="Set unhealthyPodEvictionPolicy to AlwaysAllow (Kubernetes 1.26 and newer).",
    references=("kube-linter pdb-unhealthy-pod-eviction-policy",),
    run=each_object(_look, "PodDisruptionBudget"),
    kinds=("PodDisruptionBudget",),
    decided_by=BUDGET,
)
