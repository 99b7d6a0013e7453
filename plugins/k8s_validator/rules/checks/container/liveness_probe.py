"""A container that hangs is started again."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.probes import missing_probe
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    yield from missing_probe(container, "livenessProbe")


CHECK = Check(
    code="liveness-probe",
    severity="warning",
    title="Every container that serves has a liveness probe.",
    remedy="Add a livenessProbe that tells whether the process still works; it should ask nobody else.",
    references=(
        "kube-linter no-liveness-probe",
        "kube-score pod-probes",
        "Polaris livenessProbeMissing",
        "Checkov CKV_K8S_8",
        "Kyverno require-probes",
    ),
    run=each_container(_look, ("container",)),
    kinds=("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
)
