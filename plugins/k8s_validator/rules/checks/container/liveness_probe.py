"""A container that hangs is started again."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.probes import missing_probe
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import KIND, SERVICES
from plugins.k8s_validator.rules.for_each import each_related_container
from plugins.k8s_validator.subject.subject import Subject


def _look(container: Container, subject: Subject, check: Check) -> Iterator[Fault]:
    yield from missing_probe(container, "livenessProbe", subject)


CHECK = Check(
    code="liveness-probe",
    severity="error",
    title="Every lasting container has a liveness probe; what serves must have it outside advisory environments.",
    remedy="Add a livenessProbe that tells whether the process still works; it should ask nobody else.",
    references=(
        "mission: liveness and readiness probes",
        "kube-linter no-liveness-probe",
        "kube-score pod-probes",
        "Polaris livenessProbeMissing",
        "Checkov CKV_K8S_8",
        "Kyverno require-probes",
    ),
    run=each_related_container(_look, ("container",)),
    kinds=("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    decided_by=(*SERVICES, *KIND),
)
