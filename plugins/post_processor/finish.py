"""The last hand on a chart before it is packaged."""

from foundation.model.chart.chart import Chart, ChartFile
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.trace import TraceMetadata
from plugins.post_processor.formatting import formatted
from plugins.post_processor.metadata import with_metadata, with_origin

_TEMPLATES = (".yaml", ".yml", ".tpl")


def finish_chart(chart: Chart, templates: TemplateSet, metadata: TraceMetadata) -> Chart:
    """Return a chart with formatted templates and the final metadata.

    Values, schema and Chart.yaml are written by emitters that leave nothing to format.

    Args:
        chart: the chart as it was built.
        templates: what it was built from.
        metadata: the run's trace.
    """
    targets = {resource.target for resource in templates.resources if resource.target.endswith(_TEMPLATES)}
    drafted = {resource.target for resource in templates.resources if resource.drafted}

    def finished(file: ChartFile) -> ChartFile:
        if file.path == "Chart.yaml":
            return with_metadata(file, metadata, templates.chart)
        if file.path not in targets:
            return file
        text = formatted(file.text)
        return ChartFile(path=file.path, text=with_origin(text, templates.chart) if file.path in drafted else text)

    return chart.model_copy(update={"files": [finished(file) for file in chart.files]})
