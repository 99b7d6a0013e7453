"""Numbers and targets of an autoscaler fit each other."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, mappings, number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_SOURCES = ("resource", "containerResource", "pods", "object", "external")


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    fewest, most = number(item.spec.get("minReplicas", 1)), number(item.spec.get("maxReplicas"))
    if fewest is not None and most is not None and most < fewest:
        yield item.fault(f"maxReplicas {most} is below minReplicas {fewest}", "spec", "maxReplicas")
    for index, metric in mappings(item.spec.get("metrics")):
        for source in _SOURCES:
            target = mapping(mapping(metric.get(source)).get("target"))
            yield from _target(item, ("spec", "metrics", index, source, "target"), target, source)
    for direction in ("scaleUp", "scaleDown"):
        rules = mapping(item.spec.get("behavior")).get(direction)
        if isinstance(rules, dict) and rules.get("policies") == []:
            yield item.fault("there is no policy", "spec", "behavior", direction, "policies")


def _target(item: KubernetesObject, path: Path, target: dict[str, Any], source: str) -> Iterator[Fault]:
    named = ("averageUtilization", "averageValue", "value")
    utilization, average, value = (target.get(key) is not None for key in named)
    if utilization and average and source in ("resource", "containerResource"):
        yield item.fault("averageUtilization and averageValue exclude each other", *path, "averageValue")
    if source == "external" and value and average:
        yield item.fault("value and averageValue exclude each other", *path, "value")


CHECK = Check(
    code="autoscaler-combinations",
    severity="error",
    title="An autoscaler's bounds and targets fit each other.",
    remedy="Set the bounds in order, and one target for a metric.",
    references=("Kubernetes: pkg/apis/autoscaling/validation",),
    run=each_object(_look, "HorizontalPodAutoscaler"),
    kinds=("HorizontalPodAutoscaler",),
)
