"""An autoscaler scales something that is there, and has something to measure."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.kinds import known_kind
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import LASTING, pods_of
from plugins.k8s_validator.objects.quantities import resource
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PODS
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    target = mapping(item.spec.get("scaleTargetRef"))
    kind, name = text(target.get("kind")), text(target.get("name"))
    path = ("spec", "scaleTargetRef")
    found = subject.find(known_kind(target), name, item) or subject.find(kind, name, item)
    if found is None:
        if (kind, name) not in subject.external:
            yield Fault(item, f"there is no {kind} {quoted(name)} in the namespace", path, outside="warning")
        return
    if target.get("apiVersion") != found.data.get("apiVersion"):
        yield item.fault(f"{found.label} has another apiVersion", *path, "apiVersion")
    yield from _without_request(item, found)


def _without_request(item: KubernetesObject, target: KubernetesObject) -> Iterator[Fault]:
    """Find resources whose use is measured against a request that a container lacks."""
    containers = [container for pod in pods_of(target, (1, 0)) for container in pod.containers]
    for index, metric in mappings(item.spec.get("metrics")):
        measured = mapping(metric.get("resource"))
        name = text(measured.get("name"))
        if value_at(measured, ("target", "type")) != "Utilization":
            continue
        for container in containers:
            if container.role in LASTING and resource(container, "requests", name) is None:
                message = f"the container {container.name} of {target.label} requests no {name}"
                yield item.fault(message, "spec", "metrics", index)


CHECK = Check(
    code="autoscaler-target",
    severity="error",
    title="An HorizontalPodAutoscaler's target exists, and requests what is measured.",
    remedy="Name the workload with its apiVersion, and give its containers the request.",
    references=(
        "kube-linter dangling-horizontalpodautoscaler",
        "kube-score horizontalpodautoscaler-has-target",
    ),
    run=each_related(_look, "HorizontalPodAutoscaler"),
    kinds=("HorizontalPodAutoscaler",),
    decided_by=PODS,
)
