"""One hand alone sets the number of pods."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.scaling import autoscaler_of
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PODS
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    if item.spec.get("replicas") is not None and autoscaler_of(item, subject) is not None:
        yield item.fault("replicas is set, and an autoscaler sets it too", "spec", "replicas")


CHECK = Check(
    code="replicas-autoscaled",
    severity="error",
    title="A workload under an autoscaler does not set replicas.",
    remedy="Remove replicas: each apply would undo what the autoscaler did.",
    references=("kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured",),
    run=each_related(_look, "Deployment", "StatefulSet"),
    kinds=("Deployment", "StatefulSet"),
    decided_by=PODS,
)
