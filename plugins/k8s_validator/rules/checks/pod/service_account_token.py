"""Only pods that call the Kubernetes API hold a token for it."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mappings, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject


def _has_rights(pod: Pod, subject: Subject) -> bool:
    """Tell whether some binding in reach gives the pod's ServiceAccount rights."""
    name = text(pod.spec.get("serviceAccountName"))
    return any(
        entry.get("kind") == "ServiceAccount"
        and entry.get("name") == name
        and (entry.get("namespace") or binding.namespace) == pod.object.namespace
        for binding in subject.of_kind("RoleBinding", "ClusterRoleBinding")
        if binding.meets(pod.object.environment)
        for _, entry in mappings(binding.data.get("subjects"))
    )


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    value = pod.spec.get("automountServiceAccountToken")
    if value is False:
        return
    if value is None:
        yield pod.fault("automountServiceAccountToken is not set", "automountServiceAccountToken")
    elif not _has_rights(pod, subject):
        message = "a token for the Kubernetes API is mounted, and nothing gives it rights"
        yield pod.fault(message, "automountServiceAccountToken")


CHECK = Check(
    code="service-account-token",
    severity="error",
    title="Pods get a token for the Kubernetes API only where a binding gives it rights.",
    remedy="Set automountServiceAccountToken to false in the pod.",
    references=(
        "CIS 5.1.6",
        "NSA/CISA: Protecting Pod service account tokens",
        "Polaris automountServiceAccountToken",
        "Checkov CKV_K8S_38",
        "Trivy KSV-0036",
        "Kyverno restrict-automount-sa-token",
    ),
    run=each_related_pod(_look),
    kinds=WORKLOADS,
    decided_by=(),
)
