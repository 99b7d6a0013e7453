"""Containers cannot write to their own image's files."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if container.security.get("readOnlyRootFilesystem") is not True and not container.pod.windows:
        yield container.fault("the root file system can be written to", "securityContext", "readOnlyRootFilesystem")


CHECK = Check(
    code="read-only-root",
    severity="error",
    title="The root file system of every container is read-only.",
    remedy="Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where files are written.",
    references=(
        "NSA/CISA: Immutable container file systems",
        "kube-linter no-read-only-root-fs",
        "kube-score container-security-context-readonlyrootfilesystem",
        "Polaris notReadOnlyRootFilesystem",
        "Checkov CKV_K8S_22",
        "Trivy KSV-0014",
        "Kyverno require-ro-rootfs",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
