"""A Service reaches pods, on ports that they have."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import LASTING, Pod
from plugins.k8s_validator.objects.selectors import has_labels
from plugins.k8s_validator.objects.values import mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SERVICES
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    selector = item.spec.get("selector")
    if not isinstance(selector, dict) or not selector or item.spec.get("type") == "ExternalName":
        return  # endpoints that somebody else writes
    pods = [pod for pod in subject.pods_near(item) if has_labels(selector, pod.labels)]
    if not pods:
        yield Fault(item, "the selector matches no pod", ("spec", "selector"), outside="warning")
    for pod in pods:
        yield from _unresolved(item, pod)


def _unresolved(item: KubernetesObject, pod: Pod) -> Iterator[Fault]:
    """Find target ports that no container of a pod declares; numbers need not be declared."""
    declared = {
        (text(port.get("name")), text(port.get("protocol")) or "TCP")
        for container in pod.containers
        if container.role in LASTING
        for _, port in container.ports()
    }
    for index, port in mappings(item.spec.get("ports")):
        target, protocol = port.get("targetPort"), text(port.get("protocol")) or "TCP"
        if isinstance(target, str) and (target, protocol) not in declared:
            message = f"{pod.object.label} has no {protocol} port {quoted(target)}"
            yield item.fault(message, "spec", "ports", index, "targetPort")


CHECK = Check(
    code="service-target",
    severity="error",
    title="A Service selects at least one pod, and its named target ports are ports of these pods.",
    remedy="Make selector and targetPort those of the workload's pod template.",
    references=(
        "kube-linter dangling-service, invalid-target-ports",
        "kube-score service-targets-pod",
    ),
    run=each_related(_look, "Service"),
    kinds=("Service",),
    decided_by=SERVICES,
)
