"""Components: which version of each was published last for each of its environments."""

from agent.use_cases.history.finding import tenants_asked
from foundation.model.base import FrozenModel
from memory.memory import Memory
from memory.records.charts import ChartRecord


class Deployed(FrozenModel):
    """What an environment got last.

    Attributes:
        version: version of the chart.
        run_id: the run that published it.
        recorded_at: when, in UTC, ISO 8601.
        artifacts: digest of all its artifacts.
    """

    version: str
    run_id: str
    recorded_at: str
    artifacts: str


class DeployedComponent(FrozenModel):
    """A component of a tenant.

    Attributes:
        tenant: the tenant.
        component: its name.
        environments: what each environment got last.
        differs: whether its environments have different versions, or the same version in different states.
    """

    tenant: str
    component: str
    environments: dict[str, Deployed]
    differs: bool


def deployed(tenant: str | None, *, memory: Memory) -> list[DeployedComponent]:
    """Return every component that something was published of, by tenant and name.

    Args:
        tenant: whose components; everybody's by default.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    return [found for one in tenants_asked(tenant, memory) for found in _of_tenant(one, memory.of(one).charts.newest())]


def _of_tenant(tenant: str, charts: list[ChartRecord]) -> list[DeployedComponent]:
    found: dict[str, dict[str, Deployed]] = {}
    for chart in charts:
        environments = found.setdefault(chart.component, {})
        state = Deployed(
            version=chart.version, run_id=chart.run_id, recorded_at=chart.recorded_at, artifacts=chart.artifacts
        )
        for environment in chart.environments:
            environments.setdefault(environment, state)
    return [
        DeployedComponent(
            tenant=tenant,
            component=component,
            environments=environments,
            differs=len({(one.version, one.artifacts) for one in environments.values()}) > 1,
        )
        for component, environments in sorted(found.items())
    ]
