"""A workload owns the pods that it makes."""

from collections.abc import Iterator

from plugins.k8s_validator.check import Check
from plugins.k8s_validator.looking import each_pod
from plugins.k8s_validator.objects import Fault
from plugins.k8s_validator.pods import Pod
from plugins.k8s_validator.selectors import is_empty, selects

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if pod.object.kind not in _KINDS:
        return
    selector = pod.object.spec.get("selector")
    if is_empty(selector):
        yield pod.object.fault("the selector is missing or empty", "spec", "selector")
    elif not selects(selector, pod.labels):
        yield pod.object.fault("the selector does not match the template's labels", "spec", "selector")


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
