"""No container is privileged."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if container.security.get("privileged") not in (None, False):
        yield container.fault("the container is privileged", "securityContext", "privileged")


CHECK = Check(
    code="privileged",
    severity="error",
    title="No container is privileged.",
    remedy="Remove privileged, or set it to false.",
    references=(
        "PSS baseline: Privileged Containers",
        "CIS 5.2.2",
        "NSA/CISA: Pod security",
        "kube-linter privileged-container",
        "Polaris runAsPrivileged",
        "Checkov CKV_K8S_16",
        "Trivy KSV-0017",
        "Kyverno disallow-privileged-containers",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
