"""HelmChartBuilder as kernel functions."""

from functools import partial

from foundation.helm.engine import HelmEngine
from foundation.helm.side_by_side import side_by_side
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.fallback import Fallback
from foundation.model.chart.features import Security, Telemetry
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.artifacts import Artifact, Part
from foundation.model.run.trace import TraceMetadata
from plugins.helm_chart_builder.archive import package
from plugins.helm_chart_builder.build import build_chart
from plugins.step import step


class HelmChartBuilderPlugin:
    """Builds, packages and renders the chart.

    Args:
        engine: Helm.
    """

    def __init__(self, engine: HelmEngine) -> None:
        self._engine = engine

    @step("build", produces="built_chart", description="Build the Helm chart with values per environment.")
    def build(
        self,
        effective: EffectiveComponent,
        templates: TemplateSet,
        security: Security,
        trace_metadata: TraceMetadata,
        telemetry: Telemetry | None = None,
        fallback: Fallback | None = None,
    ) -> Chart:
        """Build the chart's files."""
        return build_chart(effective, templates, security, trace_metadata, telemetry, fallback)

    @step("package", produces="parts.chart", description="Package the chart as a reproducible archive.")
    def package(self, chart: Chart) -> Part:
        """Package the chart."""
        return package(chart)

    @step("render", produces="parts.manifests", description="Render the packaged chart for every environment.")
    def render(self, chart: Chart, parts_chart: Part) -> Part:
        """Render the archive with the values file of each environment."""
        texts = {file.path: file.text for file in chart.files}
        archive = parts_chart.find(chart.archive).content
        renders = [
            partial(self._engine.render, archive, texts[f"values-{environment}.yaml"], chart.name, chart.namespace)
            for environment in chart.values
        ]
        return Part(
            files=[
                Artifact(path=f"{environment}/{name}", content=text.encode())
                for environment, rendered in zip(chart.values, side_by_side(renders), strict=True)
                for name, text in rendered.items()
            ]
        )
