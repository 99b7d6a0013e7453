"""A leak ends in one container and not on the node."""

from collections.abc import Iterator

from plugins.k8s_validator.check import Check
from plugins.k8s_validator.looking import each_container
from plugins.k8s_validator.objects import Fault
from plugins.k8s_validator.pods import PLANNED, WORKLOADS, Container
from plugins.k8s_validator.quantities import resource


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
