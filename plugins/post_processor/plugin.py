"""PostProcessor as kernel functions."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.chart import Chart, ChartArchive, ManifestSet
from foundation.model.chart.kustomization import KustomizationSet
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import PlanError, Problem
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.outputs import chosen_outputs
from foundation.model.run.request import Options
from foundation.model.run.trace import TraceMetadata
from plugins.post_processor.assemble import assemble
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
        self,
        chart: Chart,
        archive: ChartArchive,
        manifests: ManifestSet,
        bundle: Bundle,
        options: Options,
        kustomization: KustomizationSet | None = None,
    ) -> ArtifactSet:
        """Assemble the files in the layout of the output folder.

        Raises:
            InputError: nothing would be written.
            PlanError: a kustomization is asked for, and the plan made none.
        """
        outputs = chosen_outputs(bundle.output, options.outputs)
        if outputs.kustomize and kustomization is None:
            raise PlanError(
                Problem(
                    code="plan-refused",
                    message="output.kustomize is on, and no step of the plan makes a kustomization",
                    remedy="Put kustomize_builder.build before post_processor.assemble.",
                    path="post_processor.assemble",
                )
            )
        return assemble(chart, archive, manifests, kustomization, outputs)
