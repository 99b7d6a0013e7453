"""How many pods there are, and how they are replaced."""

from typing import Any

from hypothesis import strategies as st

from tests.support.strategies.text import WORDS, optional, some

_VALUES = st.sampled_from(["30", "2k", "500m", 5])
_TARGETS = st.builds(lambda value: {"type": "AverageValue", "averageValue": value}, _VALUES)
_METRIC = st.builds(lambda name: {"name": name}, WORDS)
_USE = st.builds(lambda share: {"type": "Utilization", "averageUtilization": share}, st.integers(1, 100))
_METRICS = st.one_of(
    st.builds(
        lambda name, target: {"type": "Resource", "resource": {"name": name, "target": target}},
        st.sampled_from(["cpu", "memory"]),
        _USE,
    ),
    st.builds(lambda metric, target: {"type": "Pods", "pods": {"metric": metric, "target": target}}, _METRIC, _TARGETS),
    st.builds(
        lambda metric, target: {"type": "External", "external": {"metric": metric, "target": target}}, _METRIC, _TARGETS
    ),
    st.builds(
        lambda metric, value, name: {
            "type": "Object",
            "object": {
                "describedObject": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": name},
                "metric": metric,
                "target": {"type": "Value", "value": value},
            },
        },
        _METRIC,
        _VALUES,
        WORDS,
    ),
)
_RULES = optional(
    stabilizationWindowSeconds=st.integers(0, 3600),
    selectPolicy=st.sampled_from(["Max", "Min"]),
    policies=some(
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["Pods", "Percent"]),
                "value": st.integers(1, 9),
                "periodSeconds": st.integers(1, 60),
            }
        ),
        least=1,
    ),
)


def autoscalers(most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return bounds and targets of an autoscaler that go with those of any other layer."""
    return st.fixed_dictionaries(
        {"minReplicas": st.just(2), "maxReplicas": st.integers(3, most)},
        optional={
            "targetCPUUtilizationPercentage": st.integers(1, 100),
            "metrics": some(_METRICS),
            "behavior": optional(scaleUp=_RULES, scaleDown=_RULES),
        },
    )


def budgets() -> st.SearchStrategy[dict[str, Any]]:
    """Return disruption budgets that let one of two pods go."""
    bounds = st.builds(lambda most: {"maxUnavailable": most}, st.sampled_from([1, "50%", "100%"])) | st.just(
        {"minAvailable": 1}
    )
    return st.builds(
        lambda bound, rest: {**bound, **rest},
        bounds,
        optional(unhealthyPodEvictionPolicy=st.sampled_from(["AlwaysAllow", "IfHealthyBudget"])),
    )


def roll_outs(workload: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return how pods of a workload are replaced.

    Args:
        workload: its kind.
    """
    fields = {
        "Deployment": optional(maxSurge=st.sampled_from([1, "25%"]), maxUnavailable=st.sampled_from([0, 1])),
        "StatefulSet": optional(partition=st.integers(0, 2)),
        "DaemonSet": optional(maxUnavailable=st.sampled_from([1, "10%"])),
    }
    return st.builds(lambda bounds: {"type": "RollingUpdate", "rollingUpdate": bounds}, fields[workload])
