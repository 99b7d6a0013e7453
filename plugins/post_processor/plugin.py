"""PostProcessor as kernel functions."""

from agent.model.artifacts import ArtifactSet
from agent.model.chart import Chart, ChartArchive, ManifestSet
from plugins.post_processor.assemble import assemble
from plugins.step import step


class PostProcessorPlugin:
    """Assembles the final files."""

    @step("assemble", produces="artifacts", description="Put chart and manifests together as the final files.")
    def assemble(self, chart: Chart, archive: ChartArchive, manifests: ManifestSet) -> ArtifactSet:
        """Assemble the files in the layout of the output folder."""
        return assemble(chart, archive, manifests)
