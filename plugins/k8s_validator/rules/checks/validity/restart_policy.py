"""Pods are started again as their workload wants it."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import BATCH, WORKLOADS, Pod
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    value = pod.spec.get("restartPolicy")
    kind = pod.object.known_as
    if kind in BATCH:
        if value not in ("Never", "OnFailure"):
            yield pod.fault("restartPolicy is neither Never nor OnFailure", "restartPolicy")
    elif kind in WORKLOADS and kind not in ("Pod", "PodTemplate") and value not in (None, "", "Always"):
        yield pod.fault(f"restartPolicy is {quoted(value)}; it can only be Always", "restartPolicy")


CHECK = Check(
    code="restart-policy",
    severity="error",
    title="Pods of Jobs set restartPolicy to Never or OnFailure, all others to Always.",
    remedy="Set restartPolicy to one of the allowed values.",
    references=("kube-linter restart-policy", "kube-score cronjob-restartpolicy"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
