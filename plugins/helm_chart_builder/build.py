"""Building the chart: values per environment and all its files."""

from pathlib import PurePosixPath
from typing import Any

from agent.model.chart import Chart, ChartFile
from agent.model.chart_values import ChartValues
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.features import Security, Telemetry, TelemetrySettings
from agent.model.templates import TemplateSet
from agent.model.trace import TraceMetadata
from plugins.helm_chart_builder.differences import difference
from plugins.helm_chart_builder.files import (
    chart_yaml,
    describe,
    environment_values_yaml,
    sections_of,
    template_file,
    values_schema,
    values_yaml,
)
from plugins.helm_chart_builder.readme import readme
from plugins.helm_chart_builder.values import chart_values

_NO_TELEMETRY = TelemetrySettings(enabled=False, variables={}, sidecar=False, collector={}, endpoint_port=None)


def build_chart(
    effective: EffectiveComponent,
    templates: TemplateSet,
    security: Security,
    trace_metadata: TraceMetadata,
    telemetry: Telemetry | None,
) -> Chart:
    """Build the chart of a component.

    Args:
        effective: the component with its environments.
        templates: the chart template and the policy.
        security: security per environment.
        trace_metadata: labels and annotations.
        telemetry: telemetry per environment; ``None`` where it is off everywhere.
    """
    sections = sections_of(templates)

    def values_of(environment: EffectiveEnvironment, common: bool = False) -> dict[str, Any]:
        return _section_values(
            chart_values(
                effective,
                environment,
                templates.policy,
                trace_metadata,
                security.common if common else security.environments[environment.name],
                _telemetry(telemetry, None if common else environment.name),
            ),
            sections,
        )

    common = values_of(effective.common, common=True)
    changes = {environment.name: difference(common, values_of(environment)) for environment in effective.environments}
    app_version = common["image"]["tag"] or common["image"]["digest"].removeprefix("sha256:")[:12] or "latest"
    files = [
        chart_yaml(effective, trace_metadata, app_version, templates.chart),
        values_yaml(common),
        values_schema(sections),
        *(environment_values_yaml(name, change) for name, change in changes.items()),
        *_template_files(effective, templates, trace_metadata, common, app_version),
    ]
    return Chart(
        name=effective.slug,
        version=effective.chart_version,
        app_version=app_version,
        namespace=effective.namespace,
        files=sorted(files, key=lambda file: file.path),
        values=changes,
    )


def _telemetry(telemetry: Telemetry | None, environment: str | None) -> TelemetrySettings:
    if telemetry is None:
        return _NO_TELEMETRY
    return telemetry.common if environment is None else telemetry.environments[environment]


def _section_values(values: ChartValues, sections: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in values.model_dump(by_alias=True).items() if key in sections}


def _template_files(
    effective: EffectiveComponent,
    templates: TemplateSet,
    metadata: TraceMetadata,
    common: dict[str, Any],
    app_version: str,
) -> list[ChartFile]:
    about = {
        "name": effective.slug,
        "version": effective.chart_version,
        "app_version": app_version,
        "namespace": effective.namespace,
        "description": describe(effective, metadata),
        "template": templates.chart.id,
        "environments": [environment.name for environment in effective.environments],
    }
    return [
        readme(resource, about, common)
        if PurePosixPath(resource.source).suffix == ".j2"
        else template_file(resource, effective.slug)
        for resource in templates.resources
    ]
