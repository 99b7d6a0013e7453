"""Traffic goes only to containers that can take it."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.probes import missing_probe
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import KIND, SERVICES
from plugins.k8s_validator.rules.for_each import each_related_container
from plugins.k8s_validator.subject.subject import Subject


def _look(container: Container, subject: Subject, check: Check) -> Iterator[Fault]:
    yield from missing_probe(container, "readinessProbe", subject)


CHECK = Check(
    code="readiness-probe",
    severity="error",
    title="Every lasting container has a readiness probe; what serves must have it outside advisory environments.",
    remedy="Add a readinessProbe that succeeds once the container can take requests.",
    references=(
        "mission: liveness and readiness probes",
        "kube-linter no-readiness-probe",
        "kube-score pod-probes",
        "Polaris readinessProbeMissing",
        "Checkov CKV_K8S_9",
        "Kyverno require-probes",
    ),
    run=each_related_container(_look, ("container",)),
    kinds=("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    decided_by=(*SERVICES, *KIND),
)
