"""HorizontalPodAutoscaler and PodDisruptionBudget."""

from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, mapping, mappings
from agent.importing.traffic import renamed

#: What the API server aims for when no metric is given (autoscaling/v2).
_DEFAULT_CPU = 80
_SHORT = {"cpu": "targetCPUUtilizationPercentage", "memory": "targetMemoryUtilizationPercentage"}


def map_autoscaler(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the autoscaler; without one the platform must not add its own."""
    first, *more = [*workload.all("HorizontalPodAutoscaler"), None]
    for other in more[:-1]:
        if other is not None:
            draft.leave_out(Place(other), "a workload has one autoscaler")
    if first is None:
        draft.settings["enable_hpa"] = False
        return
    place = Place(first, ("spec",))
    draft.settings["enable_hpa"] = True
    draft.settings.pop("replicas", None)
    if "replicas" in workload.object.spec:
        draft.platform_decides(Place(workload.object, ("spec", "replicas")), "the autoscaler owns the number of pods")
    fields = {key: value for key, value in first.spec.items() if key not in ("scaleTargetRef", "metrics")}
    draft.put("autoscale", {"minReplicas": 1, **fields, **_metrics(first)}, place)
    metadata.dropped(first)
    renamed(draft, first)


def _metrics(autoscaler: SourceObject) -> dict[str, Any]:
    """Return the targets; CPU and memory in their short form as long as the order stays the same."""
    short: dict[str, Any] = {}
    metrics = list(mappings(autoscaler.spec.get("metrics")))
    for name in ("cpu", "memory"):
        target = _utilization(metrics[0], name) if metrics else None
        if target is not None:
            short[_SHORT[name]] = target
            metrics.pop(0)
    if metrics:
        short["metrics"] = metrics
    if not short and _SHORT["cpu"] not in autoscaler.spec:
        short[_SHORT["cpu"]] = _DEFAULT_CPU
    return short


def _utilization(metric: dict[str, Any], name: str) -> Any:
    resource = mapping(metric.get("resource"))
    target = mapping(resource.get("target"))
    plain = target.keys() == {"type", "averageUtilization"} and target["type"] == "Utilization"
    return target["averageUtilization"] if plain and resource.get("name") == name else None


def map_disruption_budget(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the disruption budget; without one the platform's rules for it hold."""
    first, *more = [*workload.all("PodDisruptionBudget"), None]
    for other in more[:-1]:
        if other is not None:
            draft.leave_out(Place(other), "a workload has one disruption budget; two would forbid every eviction")
    if first is None:
        return
    draft.settings["enable_disruption_budget"] = True
    draft.put(
        "disruption_budget",
        {key: value for key, value in first.spec.items() if key != "selector"},
        Place(first, ("spec",)),
    )
    metadata.dropped(first)
    renamed(draft, first)
