"""Scaling: autoscaler and disruption budget."""

from typing import Any

from agent.model.chart_values import Autoscaling, PodDisruptionBudget
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.settings_shapes import ONE_NODE_MODES


def strategy(settings: Overlay, policy: PlatformPolicy) -> dict[str, Any]:
    """Return how a Deployment replaces its pods: without a gap, unless a volume allows one pod at a time."""
    modes = [claim.access_modes or policy.storage.access_modes for claim in settings.volumes or []]
    if any(ONE_NODE_MODES.issuperset(granted) for granted in modes):
        return {"type": "Recreate"}
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}


def autoscaling(settings: Overlay, policy: PlatformPolicy) -> Autoscaling:
    """Return the autoscaler; CPU is its target unless the bundle names one."""
    scale = settings.autoscale
    cpu = scale.target_cpu_utilization_percentage if scale else None
    memory = scale.target_memory_utilization_percentage if scale else None
    if cpu is None and memory is None:
        cpu = policy.availability.cpu_utilization_percentage
    return Autoscaling(
        enabled=bool(settings.enable_hpa),
        min_replicas=scale.min_replicas if scale and scale.min_replicas else 1,
        max_replicas=scale.max_replicas if scale and scale.max_replicas else 1,
        target_cpu_utilization_percentage=cpu or 0,
        target_memory_utilization_percentage=memory or 0,
    )


def disruption_budget(settings: Overlay, policy: PlatformPolicy) -> PodDisruptionBudget:
    """Return the disruption budget."""
    scale = settings.autoscale
    pods = scale.min_replicas if settings.enable_hpa and scale and scale.min_replicas else settings.replicas
    budget = settings.disruption_budget
    allowed = budget.max_unavailable if budget and budget.max_unavailable is not None else None
    return PodDisruptionBudget(
        # A budget over a single pod would either forbid every node drain or mean nothing.
        enabled=bool(settings.enable_disruption_budget) and (pods or 0) >= 2,
        max_unavailable=policy.availability.disruption_budget_max_unavailable if allowed is None else allowed,
    )
