"""A workload owns the pods that it makes."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.selectors import is_empty, selects
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if pod.object.kind not in _KINDS:
        return
    selector = pod.object.spec.get("selector")
    if is_empty(selector):
        yield pod.object.fault("the selector is missing or empty", "spec", "selector")
    elif not selects(selector, pod.labels):
        message = "the selector does not match the template's labels"
        yield pod.object.fault(message, *pod.path, "metadata", "labels")


CHECK = Check(
    code="selector-matches",
    severity="error",
    title="A workload's selector matches the labels of its pod template.",
    remedy="Give the template every label that the selector asks for.",
    references=(
        "kube-linter mismatching-selector",
        "kube-score deployment-pod-selector-labels-match-template-metadata-labels",
    ),
    run=each_pod(_look),
    kinds=_KINDS,
)
