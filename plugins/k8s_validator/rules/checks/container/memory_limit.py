"""A leak ends in one container and not on the node."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import PLANNED, WORKLOADS, Container
from plugins.k8s_validator.objects.quantities import resource
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if resource(container, "limits", "memory") is None:
        yield container.fault("there is no memory limit", "resources", "limits", "memory")


CHECK = Check(
    code="memory-limit",
    severity="error",
    title="Every container has a memory limit.",
    remedy="Set resources.limits.memory to the most that the container may use.",
    references=(
        "kube-linter unset-memory-requirements",
        "kube-score container-resources",
        "Polaris memoryLimitsMissing",
        "Checkov CKV_K8S_13",
        "Trivy KSV-0018",
        "Kyverno require-requests-limits",
    ),
    run=each_container(_look, PLANNED),
    kinds=WORKLOADS,
)
