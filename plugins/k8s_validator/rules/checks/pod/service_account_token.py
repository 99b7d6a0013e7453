"""Only pods that call the Kubernetes API hold a token for it."""

from collections.abc import Iterator
from dataclasses import replace

from plugins.k8s_validator.objects.accounts import has_rights, mounts_token, projected_tokens
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    mounted = mounts_token(pod, subject)
    projected = list(projected_tokens(pod))
    if (mounted is False and not projected) or has_rights(pod, subject):
        return
    for place in projected:
        message = "a token for the Kubernetes API is projected, and nothing gives it rights"
        yield replace(pod.fault(message, *place), at_most="warning", outside="advice")
    if mounted is False:
        return
    unsaid = "automountServiceAccountToken is not set, in the pod or its ServiceAccount"
    message = unsaid if mounted is None else "a token for the Kubernetes API is mounted, and nothing gives it rights"
    yield pod.fault(message, "automountServiceAccountToken")


CHECK = Check(
    code="service-account-token",
    severity="error",
    title="Pods get a token for the Kubernetes API only where a binding gives it rights.",
    remedy="Set automountServiceAccountToken to false in the pod or its ServiceAccount, and bind rights to a token "
    "that a volume projects.",
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
