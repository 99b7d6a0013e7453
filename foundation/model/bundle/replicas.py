"""How many pods a component has, whoever owns the number; pure."""

from foundation.model.bundle.layer import Layer

#: Most pods of a ScaledObject that does not say (KEDA, ScaledObject spec).
_KEDA_MOST = 100


def fewest_pods(settings: Layer) -> int:
    """Return the number that is there at the least: the autoscaler's lower bound, else the replicas."""
    if settings.enable_keda:
        return (settings.keda.min_replica_count if settings.keda else None) or 0
    least = settings.autoscale.min_replicas if settings.enable_hpa and settings.autoscale else None
    return least or settings.replicas or 0


def most_pods(settings: Layer) -> int:
    """Return the number that there can be: the autoscaler's upper bound, else the replicas."""
    if settings.enable_keda:
        return (settings.keda.max_replica_count if settings.keda else None) or _KEDA_MOST
    if settings.enable_hpa and settings.autoscale:
        return settings.autoscale.max_replicas or 0
    return settings.replicas or 0
