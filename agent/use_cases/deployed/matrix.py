"""Components: which version of each was published last for each of its environments."""

from collections.abc import Callable, Sequence

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


class Deployments(FrozenModel):
    """Components by environments.

    Attributes:
        environments: every environment that there is, in the order in which versions are promoted.
        components: every component that something was published of, by tenant and name.
    """

    environments: list[str]
    components: list[DeployedComponent]


def deployed(tenant: str | None, *, memory: Memory, promotion: Callable[[], Sequence[str]]) -> Deployments:
    """Return which version of each component each environment got last.

    Args:
        tenant: whose components; everybody's by default.
        memory: the memory.
        promotion: returns the order in which the policy promotes versions; what is not in it comes last, by name.

    Raises:
        OutsideError: memory cannot be read.
    """
    tenants = tenants_asked(tenant, memory)
    found = [component for one in tenants for component in _of_tenant(one, memory.of(one).charts.newest())]
    place = {name: number for number, name in enumerate(promotion())}
    names = {name for component in found for name in component.environments}
    ordered = sorted(names, key=lambda name: (place.get(name, len(place)), name))
    return Deployments(environments=ordered, components=found)


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
