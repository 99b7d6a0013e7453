"""The final metadata: where a chart comes from, in Chart.yaml and in the files that a draft made."""

from foundation.model.chart.chart import ChartFile
from foundation.model.chart.templates import ChartDefinition
from foundation.model.run.trace import TraceMetadata
from foundation.source.emit import to_yaml

#: Among a chart template's annotations: the digest of the draft that it was made from.
DRAFT_DIGEST = "draft_digest"


def with_metadata(chart_yaml: ChartFile, metadata: TraceMetadata, template: ChartDefinition) -> ChartFile:
    """Return Chart.yaml with its last block: the trace, the chart template, and the draft if there was one.

    Args:
        chart_yaml: the file without annotations.
        metadata: the run's trace.
        template: the chart template.
    """
    annotations = {**metadata.chart_annotations, **template.annotations, "template_id": template.id}
    return ChartFile(path=chart_yaml.path, text=chart_yaml.text + to_yaml({"annotations": annotations}))


def with_origin(text: str, template: ChartDefinition) -> str:
    """Return the text of a template that was made from a draft, with a first line that says so.

    The line is Helm's comment, so that nothing of it is rendered. It names the digest alone: names of models and
    people are free text, which could end a comment.
    """
    digest = template.annotations.get(DRAFT_DIGEST)
    if digest is None:
        return text
    return f"{{{{- /* Made from the draft {digest}; see the annotations of Chart.yaml. */ -}}}}\n{text}"
