"""Nobody is in group 0."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import items, number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    for field in ("runAsGroup", "fsGroup"):
        if number(pod.security.get(field)) == 0:
            yield pod.fault(f"{field} is 0", "securityContext", field)
    for index, group in enumerate(items(pod.security.get("supplementalGroups"))):
        if number(group) == 0:
            yield pod.fault("a supplemental group is 0", "securityContext", "supplementalGroups", index)
    for container in pod.containers:
        if number(container.security.get("runAsGroup")) == 0:
            yield container.fault("runAsGroup is 0", "securityContext", "runAsGroup")


CHECK = Check(
    code="root-group",
    severity="error",
    title="Neither runAsGroup nor fsGroup nor a supplemental group is 0.",
    remedy="Use group ids from {group-id.lowest}.",
    references=("Trivy KSV-0116", "Kyverno check-supplemental-groups"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
