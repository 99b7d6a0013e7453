"""A PodDisruptionBudget lets a node be drained at all."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.scaling import pods_at_least, share
from plugins.k8s_validator.objects.selectors import selects
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import BUDGET
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    selector = item.spec.get("selector")
    for pod in subject.pods_near(item):
        if pod.object.kind not in ("Deployment", "StatefulSet", "ReplicaSet") or not selects(selector, pod.labels):
            continue
        pods = pods_at_least(pod.object, subject)
        unavailable = share(item.spec.get("maxUnavailable"), pods, up=True)
        available = share(item.spec.get("minAvailable"), pods, up=True)
        if unavailable is not None and unavailable <= 0:
            yield item.fault("no pod may ever be away", "spec", "maxUnavailable")
        if available is not None and available >= pods:
            yield item.fault(f"all {pods} pods must always be there", "spec", "minAvailable")


CHECK = Check(
    code="disruption-allowed",
    severity="error",
    title="A PodDisruptionBudget allows at least one disruption.",
    remedy="Set maxUnavailable to 1 or more, or minAvailable below the number of pods.",
    references=(
        "kube-linter pdb-max-unavailable, pdb-min-available",
        "kube-score poddisruptionbudget-has-policy",
        "Polaris pdbDisruptionsIsZero, pdbMinAvailableGreaterThanHPAMinReplicas",
        "Kyverno pdb-minavailable",
    ),
    run=each_related(_look, "PodDisruptionBudget"),
    kinds=("PodDisruptionBudget",),
    availability=True,
    decided_by=BUDGET,
)
