"""Pods do not share their node's processes, memory or network."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    for field in ("hostPID", "hostIPC", "hostNetwork"):
        if pod.spec.get(field) not in (None, False):
            yield pod.fault(f"{field} is on", field)


CHECK = Check(
    code="host-namespaces",
    severity="error",
    title="No pod uses hostPID, hostIPC or hostNetwork.",
    remedy="Remove the field.",
    references=(
        "PSS baseline: Host Namespaces",
        "CIS 5.2.3, 5.2.4 and 5.2.5",
        "NSA/CISA: Pod security",
        "kube-linter host-pid, host-ipc, host-network",
        "Polaris hostPIDSet, hostIPCSet, hostNetworkSet",
        "Checkov CKV_K8S_17, CKV_K8S_18, CKV_K8S_19",
        "Trivy KSV-0008, KSV-0009, KSV-0010",
        "Kyverno disallow-host-namespaces",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
