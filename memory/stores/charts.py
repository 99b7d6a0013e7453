"""What was published of a component's chart."""

from memory.records.charts import ChartRecord
from memory.stores.table import ALL, Kind, Table

CHARTS = Kind(
    "chart",
    ChartRecord,
    lambda chart: f"{chart.component}/{chart.version}/{chart.artifacts}",
    lambda chart: (ALL, ("component", chart.component)),
)


class Charts(Table[ChartRecord]):
    """The chart history of a scope."""

    def newest(self) -> list[ChartRecord]:
        """Return what was published of all components, the last first."""
        return self.find(*ALL)

    def of_component(self, component: str) -> list[ChartRecord]:
        """Return what was published of a component, the last first; what came back by a rollback is the last again."""
        return self.find("component", component)
