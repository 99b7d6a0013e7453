"""The ServiceAccount is named where Kubernetes looks for it."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if pod.spec.get("serviceAccount") is not None:
        yield pod.fault("serviceAccount is deprecated", "serviceAccount")


CHECK = Check(
    code="service-account-field",
    severity="warning",
    title="Pods use serviceAccountName and not the deprecated serviceAccount.",
    remedy="Rename serviceAccount to serviceAccountName.",
    references=("kube-linter deprecated-service-account-field",),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
