"""HelmChartBuilder as kernel functions."""

from functools import partial

from foundation.helm.engine import HelmEngine
from foundation.helm.errors import RenderError
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
from plugins.helm_chart_builder.unchecked import is_refusal, unchecked
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
        try:
            renders = self._renders(chart, parts_chart.find(chart.archive).content)
        except RenderError as refusal:
            if not is_refusal(str(refusal)):
                raise
            renders = self._refused(chart, refusal)
        return Part(
            files=[
                Artifact(path=f"{environment}/{name}", content=text.encode())
                for environment, rendered in zip(chart.values, renders, strict=True)
                for name, text in rendered.items()
            ]
        )

    def _renders(self, chart: Chart, archive: bytes) -> list[dict[str, str]]:
        texts = {file.path: file.text for file in chart.files}
        return side_by_side(
            [
                partial(self._engine.render, archive, texts[f"values-{environment}.yaml"], chart.name, chart.namespace)
                for environment in chart.values
            ]
        )

    def _refused(self, chart: Chart, refusal: RenderError) -> list[dict[str, str]]:
        """Render what the chart refuses, for the gate, which says at the bundle's lines what is wrong."""
        try:
            return self._renders(chart, unchecked(chart))
        except RenderError:
            raise refusal from None
