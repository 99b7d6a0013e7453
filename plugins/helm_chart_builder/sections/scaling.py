"""Scaling: autoscaler, disruption budget and how pods are replaced."""

from typing import Any

from foundation.model.bundle.groups.storage import ONE_NODE_MODES
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.replicas import fewest_pods
from foundation.model.chart.values import Autoscaling, PodDisruptionBudget
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain, plain_list


def strategy(settings: Layer, policy: PlatformPolicy) -> dict[str, Any]:
    """Return how a Deployment replaces its pods: without a gap, unless a volume allows one pod at a time."""
    if settings.update_strategy is not None:
        return plain(settings.update_strategy)
    modes = [claim.access_modes or policy.storage.access_modes for claim in settings.claims or []]
    if any(ONE_NODE_MODES.issuperset(granted) for granted in modes):
        return {"type": "Recreate"}
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}


def update_strategy(settings: Layer) -> dict[str, Any]:
    """Return how a StatefulSet or a DaemonSet replaces its pods: one after the other by default."""
    return plain(settings.update_strategy) or {"type": "RollingUpdate"}


def autoscaling(settings: Layer, policy: PlatformPolicy) -> Autoscaling:
    """Return the autoscaler; CPU is its target unless the bundle names one. Without bounds, it is KEDA."""
    if settings.enable_keda:
        return Autoscaling(
            enabled=True,
            min_replicas=0,
            max_replicas=0,
            target_cpu_utilization_percentage=0,
            target_memory_utilization_percentage=0,
            metrics=[],
            behavior={},
        )
    scale = settings.autoscale
    cpu = scale.target_cpu_utilization_percentage if scale else None
    memory = scale.target_memory_utilization_percentage if scale else None
    metrics = plain_list(scale.metrics) if scale else []
    if cpu is None and memory is None and not metrics:
        cpu = policy.availability.cpu_utilization_percentage
    return Autoscaling(
        enabled=bool(settings.enable_hpa),
        min_replicas=scale.min_replicas if scale and scale.min_replicas else 1,
        max_replicas=scale.max_replicas if scale and scale.max_replicas else 1,
        target_cpu_utilization_percentage=cpu or 0,
        target_memory_utilization_percentage=memory or 0,
        metrics=metrics,
        behavior=plain(scale.behavior) if scale else {},
    )


def disruption_budget(settings: Layer, policy: PlatformPolicy) -> PodDisruptionBudget:
    """Return the disruption budget: as given, else the policy's."""
    pods = fewest_pods(settings)
    spec = plain(settings.disruption_budget)
    if "maxUnavailable" not in spec and "minAvailable" not in spec:
        spec = {"maxUnavailable": policy.availability.disruption_budget_max_unavailable, **spec}
    spec = {"unhealthyPodEvictionPolicy": policy.availability.unhealthy_pod_eviction_policy, **spec}
    # A budget over a single pod would either forbid every node drain or mean nothing, unless it was asked for.
    wanted = bool(settings.enable_disruption_budget) and (pods >= 2 or settings.disruption_budget is not None)
    return PodDisruptionBudget(enabled=wanted, spec=spec)
