"""The labels and annotations that carry the trace.

The mission's specification asks for some fields as labels, for some as annotations and for
some as both; a field is in both places wherever it names both.
"""

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.run.trace import EXECUTION_ANNOTATION, GENERATED_BY, Trace, TraceMetadata


def trace_metadata(trace: Trace, effective: EffectiveComponent) -> TraceMetadata:
    """Return the labels and annotations of every object, and the annotations of the chart.

    Nothing of this enters selectors or names: a new trace rolls pods, it never orphans them. The run's own id does not
    even roll them: the pod template leaves it out.
    """
    shared = {
        "trace_id": trace.trace_id,
        "blueprint_id": trace.blueprint_id,
        "component_scope": trace.component_scope,
        "generated_by": GENERATED_BY,
    }
    owned = {"team": effective.team, "component": effective.slug, "tenant": effective.tenant}
    origin = {"agent_origin": trace.agent_origin, EXECUTION_ANNOTATION: trace.execution_id}
    return TraceMetadata(
        labels=dict(sorted({**shared, **owned}.items())),
        annotations=dict(sorted({**shared, **origin}.items())),
        chart_annotations=dict(sorted({**shared, **origin}.items())),
    )
