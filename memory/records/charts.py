"""The chart history: what was published of a component."""

from foundation.model.base import FrozenModel


class ChartRecord(FrozenModel):
    """One published state of a component's chart; the same version may have several.

    Attributes:
        component: name of the component in the bundle.
        chart: name of the chart.
        version: its version.
        artifacts: digest of all artifacts of the run; their bytes are found by it.
        archive: hexadecimal SHA-256 of the chart's archive; empty if it was not written.
        run_id: the run that published it.
        trace_id: its trace.
        environments: environments that it has values for.
        recorded_at: when, in UTC, ISO 8601.
    """

    component: str
    chart: str
    version: str
    artifacts: str
    archive: str
    run_id: str
    trace_id: str
    environments: list[str]
    recorded_at: str
