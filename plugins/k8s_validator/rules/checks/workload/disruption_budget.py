"""Nodes are drained without taking a workload down."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.scaling import pods_at_least
from plugins.k8s_validator.objects.selectors import selects
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import BUDGET
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    if pod.object.kind not in CHECK.kinds or pods_at_least(pod.object, subject) < 2:
        return  # a budget over a single pod would only block the drain
    budgets = subject.near(pod.object, "PodDisruptionBudget")
    if not any(selects(budget.spec.get("selector"), pod.labels) for budget in budgets):
        yield Fault(pod.object, "no PodDisruptionBudget covers the pods", (), outside="warning")


CHECK = Check(
    code="disruption-budget",
    severity="error",
    title="Workloads of several pods have a PodDisruptionBudget.",
    remedy="Add a PodDisruptionBudget that selects the pods; enable_disruption_budget does.",
    references=(
        "kube-score deployment-has-poddisruptionbudget, statefulset-has-poddisruptionbudget",
        "Polaris missingPodDisruptionBudget",
        "Kyverno require-pdb",
    ),
    run=each_related_pod(_look),
    kinds=("Deployment", "StatefulSet"),
    availability=True,
    decided_by=BUDGET,
)
