"""No process gains more privileges than its parent has."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if container.security.get("allowPrivilegeEscalation") is not False and not container.pod.windows:
        yield container.fault("allowPrivilegeEscalation is not false", "securityContext", "allowPrivilegeEscalation")


CHECK = Check(
    code="privilege-escalation",
    severity="error",
    title="Every container sets allowPrivilegeEscalation to false.",
    remedy="Set securityContext.allowPrivilegeEscalation to false in the container.",
    references=(
        "PSS restricted: Privilege Escalation",
        "CIS 5.2.6",
        "NSA/CISA: Pod security",
        "kube-linter privilege-escalation-container",
        "Polaris privilegeEscalationAllowed",
        "Checkov CKV_K8S_20",
        "Trivy KSV-0001",
        "Kyverno disallow-privilege-escalation",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
