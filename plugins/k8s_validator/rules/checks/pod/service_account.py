"""Every workload has an identity of its own."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.accounts import DEFAULT_ACCOUNT, account_field, account_name
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if account_name(pod) == DEFAULT_ACCOUNT:
        yield pod.fault("the pod runs as the namespace's default ServiceAccount", account_field(pod))


CHECK = Check(
    code="service-account",
    severity="error",
    title="Pods use a ServiceAccount of their own.",
    remedy="Create a ServiceAccount for the workload and name it in serviceAccountName.",
    references=("CIS 5.1.5", "kube-linter default-service-account", "Checkov CKV_K8S_41"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
