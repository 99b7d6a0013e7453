"""The scheduler knows how much memory a container needs."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import PLANNED, WORKLOADS, Container
from plugins.k8s_validator.objects.quantities import resource
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if resource(container, "requests", "memory") is None:
        yield container.fault("there is no memory request", "resources", "requests", "memory")


CHECK = Check(
    code="memory-request",
    severity="error",
    title="Every container requests memory.",
    remedy="Set resources.requests.memory to what the container uses.",
    references=(
        "kube-linter unset-memory-requirements",
        "kube-score container-resources",
        "Polaris memoryRequestsMissing",
        "Checkov CKV_K8S_12",
        "Trivy KSV-0016",
        "Kyverno require-requests-limits",
    ),
    run=each_container(_look, PLANNED),
    kinds=WORKLOADS,
)
