"""PostProcessor as kernel functions."""

from agent.model.artifacts import ArtifactSet
from agent.model.bundle import Bundle
from agent.model.chart import Chart, ChartArchive, ManifestSet
from agent.model.errors import PlanError, Problem
from agent.model.kustomization import KustomizationSet
from agent.model.outputs import chosen_outputs
from agent.model.request import Options
from plugins.post_processor.assemble import assemble
from plugins.step import step


class PostProcessorPlugin:
    """Assembles the final files."""

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
