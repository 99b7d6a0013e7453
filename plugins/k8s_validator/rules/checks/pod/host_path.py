"""Pods see none of their node's files."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    for index, volume in pod.volumes():
        if volume.get("hostPath") is not None:
            path = mapping(volume["hostPath"]).get("path")
            yield pod.fault(f"the node's path {quoted(path)} is a volume", "volumes", index, "hostPath")


CHECK = Check(
    code="host-path",
    severity="error",
    title="No volume is a path of the node.",
    remedy="Use an emptyDir, a claim, a ConfigMap or a Secret.",
    references=(
        "PSS baseline: HostPath Volumes",
        "CIS 5.2.12",
        "NSA/CISA: Pod security",
        "kube-linter sensitive-host-mounts, writable-host-mount",
        "Polaris hostPathSet",
        "Trivy KSV-0023",
        "Kyverno disallow-host-path",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
