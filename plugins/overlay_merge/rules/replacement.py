"""How pods are replaced has to be a way that the kind of workload knows."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.errors import Problem
from plugins.overlay_merge.places import setting_path

#: Types of an update strategy by workload (Kubernetes API, apps/v1).
_TYPES = {
    "Deployment": ("Recreate", "RollingUpdate"),
    "StatefulSet": ("OnDelete", "RollingUpdate"),
    "DaemonSet": ("OnDelete", "RollingUpdate"),
}


def replacement_problems(workload: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield what no API server takes of an update strategy.

    Args:
        workload: kind that runs the container.
        environment: the merged settings.
    """
    strategy = environment.settings.update_strategy
    if strategy is None or workload not in _TYPES:
        return
    path, known = setting_path("update_strategy", environment), _TYPES[workload]
    if strategy.type not in known:
        yield Problem(
            code="update-strategy",
            message=f"the pods of a {workload} are not replaced by {strategy.type}",
            remedy=f"Use {' or '.join(known)}.",
            path=f"{path}.type",
        )
    if strategy.rolling_update is not None and strategy.type != "RollingUpdate":
        yield Problem(
            code="update-strategy",
            message=f"rollingUpdate says how RollingUpdate goes, and the type is {strategy.type}",
            remedy="Remove rollingUpdate, or set the type to RollingUpdate.",
            path=f"{path}.rollingUpdate",
        )
