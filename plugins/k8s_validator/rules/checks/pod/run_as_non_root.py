"""Nothing starts as root."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.user_namespaces import is_relaxed
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if is_relaxed(pod):
        return
    own = pod.security.get("runAsNonRoot")
    if own not in (None, True):
        yield pod.fault("runAsNonRoot is not true for the pod", "securityContext", "runAsNonRoot")
    for container in pod.containers:
        value = container.security.get("runAsNonRoot")
        if value not in (None, True) or (value is None and own is None):
            yield container.fault("runAsNonRoot is not true", "securityContext", "runAsNonRoot")


CHECK = Check(
    code="run-as-non-root",
    severity="error",
    title="runAsNonRoot is true for the pod, or for each of its containers, and false for none.",
    remedy="Set securityContext.runAsNonRoot to true in the pod.",
    references=(
        "PSS restricted: Running as Non-root",
        "CIS 5.2.7",
        "NSA/CISA: Non-root containers",
        "kube-linter run-as-non-root",
        "Polaris runAsRootAllowed",
        "Checkov CKV_K8S_23",
        "Trivy KSV-0012",
        "Kyverno require-run-as-nonroot",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
