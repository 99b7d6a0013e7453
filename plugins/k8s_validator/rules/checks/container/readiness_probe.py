"""Traffic goes only to containers that can take it."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.probes import missing_probe
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    yield from missing_probe(container, "readinessProbe")


CHECK = Check(
    code="readiness-probe",
    severity="warning",
    title="Every container that serves has a readiness probe.",
    remedy="Add a readinessProbe that succeeds once the container can take requests.",
    references=(
        "kube-linter no-readiness-probe",
        "kube-score pod-probes",
        "Polaris readinessProbeMissing",
        "Checkov CKV_K8S_9",
        "Kyverno require-probes",
    ),
    run=each_container(_look, ("container",)),
    kinds=("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
)
