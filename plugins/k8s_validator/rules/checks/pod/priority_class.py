"""The scheduler knows which pods matter more."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.production import Production, each_pod_in_production


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if not pod.spec.get("priorityClassName"):
        yield pod.fault("there is no priority class", "priorityClassName")


CHECK = Check(
    code="priority-class",
    severity="advice",
    title="Pods have a priority class.",
    remedy="Set priorityClassName to one of the cluster's classes.",
    references=("Polaris priorityClassNotSet",),
    run=each_pod_in_production(_look),
    kinds=WORKLOADS,
    parameters=Production(),
    decided_by=(),
)
