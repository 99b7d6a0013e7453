"""The trace map in the specification's form: one entry for each environment."""

from foundation.model.base import FrozenModel
from foundation.model.run.trace import KnownTrace


class TraceMapEntry(FrozenModel):
    """What a trace led to in one environment (mission: trace to artifact map).

    Attributes:
        trace_id: the trace.
        component: component that was generated.
        helm_chart: where its chart was put, relative to the output folder; empty if it was not written.
        artifacts: names of the files that were generated.
        env: the environment.
        timestamp: when, in UTC, ISO 8601.
    """

    trace_id: str
    component: str
    helm_chart: str
    artifacts: list[str]
    env: str
    timestamp: str


def trace_map(known: KnownTrace) -> list[TraceMapEntry]:
    """Return what memory knows of a trace as the specification writes it."""
    return [
        TraceMapEntry(
            trace_id=known.trace_id,
            component=known.component,
            helm_chart=known.chart_path,
            artifacts=known.artifacts,
            env=environment,
            timestamp=known.recorded_at,
        )
        for environment in known.environments
    ]
