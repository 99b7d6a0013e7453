"""The scheduler knows how much CPU a container needs."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import PLANNED, WORKLOADS, Container
from plugins.k8s_validator.objects.quantities import resource
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if resource(container, "requests", "cpu") is None:
        yield container.fault("there is no CPU request", "resources", "requests", "cpu")


CHECK = Check(
    code="cpu-request",
    severity="error",
    title="Every container requests CPU.",
    remedy="Set resources.requests.cpu to what the container uses on average.",
    references=(
        "kube-linter unset-cpu-requirements",
        "kube-score container-resources",
        "Polaris cpuRequestsMissing",
        "Checkov CKV_K8S_10",
        "Trivy KSV-0015",
        "Kyverno require-requests-limits",
    ),
    run=each_container(_look, PLANNED),
    kinds=WORKLOADS,
)
