"""Pods and containers say how they are to be confined."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if not pod.security:
        yield pod.fault("the pod has no securityContext", "securityContext")
    for container in pod.containers:
        if not container.security:
            yield container.fault("the container has no securityContext", "securityContext")


CHECK = Check(
    code="security-context",
    severity="error",
    title="Every pod and every container has a securityContext of its own.",
    remedy="Write securityContext for the pod and for each container.",
    references=("CIS 5.7.3", "Checkov CKV_K8S_29, CKV_K8S_30", "Trivy KSV-0118"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
