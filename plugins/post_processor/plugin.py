"""PostProcessor as kernel functions."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.chart import Chart
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.artifacts import ArtifactSet, Part
from foundation.model.run.edits import Merging
from foundation.model.run.outputs import chosen_outputs
from foundation.model.run.request import Options
from foundation.model.run.trace import TraceMetadata
from plugins.post_processor.assemble import assemble
from plugins.post_processor.edits import with_edits
from plugins.post_processor.finish import finish_chart
from plugins.step import step


class PostProcessorPlugin:
    """Finishes the chart and assembles the final files."""

    @step("finish", produces="chart", description="Format the chart's templates and write the final metadata block.")
    def finish(self, built_chart: Chart, templates: TemplateSet, trace_metadata: TraceMetadata) -> Chart:
        """Finish the chart."""
        return finish_chart(built_chart, templates, trace_metadata)

    @step("assemble", produces="artifacts", description="Put chart and manifests together as the final files.")
    def assemble(
        self, parts: dict[str, Part], bundle: Bundle, options: Options, merging: Merging | None = None
    ) -> ArtifactSet:
        """Assemble the files of every part in the layout of the output folder."""
        artifacts = assemble(parts, chosen_outputs(bundle.output, options.outputs))
        return artifacts if merging is None else with_edits(artifacts, merging)
