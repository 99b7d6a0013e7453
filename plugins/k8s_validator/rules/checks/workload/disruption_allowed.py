"""A PodDisruptionBudget lets a node be drained at all."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.scaling import pods_at_least, share
from plugins.k8s_validator.objects.selectors import selects
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import BUDGET
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject

_SCALED = ("Deployment", "StatefulSet", "ReplicaSet")


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    """What holds for any number of pods is said once, wherever the workload is; all else needs the number."""
    unavailable, available = item.spec.get("maxUnavailable"), item.spec.get("minAvailable")
    if share(unavailable, 100, up=True) == 0:
        yield item.fault("no pod may ever be away", "spec", "maxUnavailable")
    if isinstance(available, str) and (share(available, 100, up=True) or 0) >= 100:
        yield item.fault("all pods must always be there", "spec", "minAvailable")
        return
    for pods in sorted(_numbers(item, subject)):
        if (share(available, pods, up=True) or 0) >= max(pods, 1):
            yield item.fault(f"all {pods} pods must always be there", "spec", "minAvailable")


def _numbers(item: KubernetesObject, subject: Subject) -> set[int]:
    """Return how many pods each workload has that the budget is about."""
    return {
        pods_at_least(pod.object, subject)
        for pod in subject.pods_near(item)
        if pod.object.kind in _SCALED and selects(item.spec.get("selector"), pod.labels)
    }


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
