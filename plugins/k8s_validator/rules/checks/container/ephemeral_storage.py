"""A container cannot fill its node's disk."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import PLANNED, WORKLOADS, Container
from plugins.k8s_validator.objects.quantities import resource
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    for part in ("requests", "limits"):
        if resource(container, part, "ephemeral-storage") is None:
            message = f"there is no {part[:-1]} of ephemeral storage"
            yield container.fault(message, "resources", part, "ephemeral-storage")


CHECK = Check(
    code="ephemeral-storage",
    severity="warning",
    title="Every container has a request and a limit of ephemeral storage.",
    remedy="Set ephemeral-storage in resources.requests and resources.limits: logs and scratch files count.",
    references=("kube-score container-ephemeral-storage-request-and-limit",),
    run=each_container(_look, PLANNED),
    kinds=WORKLOADS,
)
