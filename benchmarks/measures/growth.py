"""How cost grows with the number of components, environments and values."""

from benchmarks.measures.batch import batch_cost
from benchmarks.measures.warm import warm_median
from benchmarks.measuring import Cost
from benchmarks.workspace import Workspace

COMPONENTS = (1, 10, 100, 1000)
ENVIRONMENTS = (1, 3, 10)
VALUES = (1, 100, 1000)


def growth(workspace: Workspace) -> dict[str, dict[int, Cost]]:
    """Return the cost at each size, by what grows."""
    return {
        "components": {count: batch_cost(workspace, count, 1) for count in COMPONENTS},
        "environments": {count: warm_median(workspace, f"environments-{count}", count, 4) for count in ENVIRONMENTS},
        "values": {count: warm_median(workspace, f"values-{count}", 3, count) for count in VALUES},
    }
