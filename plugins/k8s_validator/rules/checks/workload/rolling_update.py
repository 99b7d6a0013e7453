"""A new version takes over pod by pod."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.scaling import holds_one_node_disk
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PODS
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject

_FIELD = {"Deployment": "strategy", "StatefulSet": "updateStrategy", "DaemonSet": "updateStrategy"}


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    field = _FIELD.get(pod.object.kind)
    if field is None:
        return
    kind = mapping(pod.object.spec.get(field)).get("type")
    if kind in (None, "RollingUpdate") or (kind == "Recreate" and holds_one_node_disk(pod, subject)):
        return  # RollingUpdate is the API's default; a disk that one node has must be let go first
    yield pod.object.fault(f"the strategy is {quoted(kind)}", "spec", field, "type")


CHECK = Check(
    code="rolling-update",
    severity="warning",
    title="Workloads are updated by RollingUpdate.",
    remedy="Set the strategy's type to RollingUpdate.",
    references=("kube-linter no-rolling-update-strategy", "kube-score deployment-strategy"),
    run=each_related_pod(_look),
    kinds=tuple(_FIELD),
    availability=True,
    decided_by=(*PODS, "update_strategy", "claims"),
)
