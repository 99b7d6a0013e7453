"""Windows containers are containers."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

_PATH = ("securityContext", "windowsOptions", "hostProcess")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if mapping(pod.security.get("windowsOptions")).get("hostProcess") not in (None, False):
        yield pod.fault("the pod runs as a process of its Windows node", *_PATH)
    for container in pod.containers:
        if mapping(container.security.get("windowsOptions")).get("hostProcess") not in (None, False):
            yield container.fault("the container runs as a process of its Windows node", *_PATH)


CHECK = Check(
    code="windows-host-process",
    severity="error",
    title="No container is a HostProcess container.",
    remedy="Remove windowsOptions.hostProcess.",
    references=(
        "PSS baseline: HostProcess",
        "CIS 5.2.11",
        "Polaris hostProcess",
        "Trivy KSV-0103",
        "Kyverno disallow-host-process",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
