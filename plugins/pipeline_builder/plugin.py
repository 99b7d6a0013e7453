"""PipelineBuilder as kernel functions."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.artifacts import Part
from foundation.model.run.outputs import chosen_outputs
from foundation.model.run.request import Options
from foundation.model.run.trace import Trace, TraceMetadata
from plugins.pipeline_builder.build import build_pipelines
from plugins.pipeline_builder.gitops.build import build_gitops
from plugins.step import step


class PipelineBuilderPlugin:
    """Writes how the output is deployed."""

    @step("build", produces="parts.pipelines", description="Write deployment stages for each environment.")
    def build(
        self,
        bundle: Bundle,
        effective: EffectiveComponent,
        templates: TemplateSet,
        chart: Chart,
        parts_manifests: Part,
        trace: Trace,
        options: Options,
    ) -> Part:
        """Write the pipelines of the component."""
        outputs = chosen_outputs(bundle.output, options.outputs)
        return build_pipelines(bundle, effective, templates, chart, parts_manifests, trace, outputs)

    @step("gitops", produces="parts.gitops", description="Write what Argo CD or Flux deploys each environment by.")
    def gitops(
        self,
        bundle: Bundle,
        effective: EffectiveComponent,
        templates: TemplateSet,
        chart: Chart,
        parts_chart: Part,
        trace_metadata: TraceMetadata,
        options: Options,
    ) -> Part:
        """Write the objects that fetch the output."""
        outputs = chosen_outputs(bundle.output, options.outputs)
        return build_gitops(bundle, effective, templates, chart, parts_chart, trace_metadata, outputs)
