"""Building the chart: values per environment and all its files."""

from pathlib import PurePosixPath
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.chart.chart import Chart, ChartFile
from foundation.model.chart.fallback import Fallback
from foundation.model.chart.features import Security, SecurityFeatures, Telemetry, TelemetryFeatures
from foundation.model.chart.templates import ResourceTemplate, TemplateSet
from foundation.model.run.trace import TraceMetadata
from plugins.helm_chart_builder.differences import difference, laid_over
from plugins.helm_chart_builder.files import (
    chart_yaml,
    describe,
    environment_values_yaml,
    sections_of,
    template_file,
    values_yaml,
)
from plugins.helm_chart_builder.readme import readme
from plugins.helm_chart_builder.resource_selection import used_resources
from plugins.helm_chart_builder.values import chart_values
from plugins.helm_chart_builder.values_schema import values_schema

_NO_TELEMETRY = TelemetryFeatures(
    enabled=False, variables={}, sidecar=False, collector={}, endpoint_host=None, endpoint_port=None
)


def build_chart(
    effective: EffectiveComponent,
    templates: TemplateSet,
    security: Security,
    trace_metadata: TraceMetadata,
    telemetry: Telemetry | None,
    fallback: Fallback | None = None,
) -> Chart:
    """Build the chart of a component.

    Args:
        effective: the component with its environments.
        templates: the chart template and the policy.
        security: security per environment.
        trace_metadata: labels and annotations.
        telemetry: telemetry per environment; ``None`` where it is off everywhere.
        fallback: values that go over all others, where Helm refused the chart without them.
    """
    whole = _values(effective, templates, security, trace_metadata, telemetry)
    if fallback is not None:
        whole = [laid_over(values, fallback.values) for values in whole]
    resources = used_resources(templates.resources, whole)
    sections = sections_of(resources)
    common, *specific = [_only(values, sections) for values in whole]
    names = [environment.name for environment in effective.environments]
    changes = {name: difference(common, values) for name, values in zip(names, specific, strict=True)}
    app_version = common["image"]["tag"] or common["image"]["digest"].removeprefix("sha256:")[:12] or "latest"
    files = [
        chart_yaml(effective, trace_metadata, app_version),
        values_yaml(common),
        values_schema(sections, effective.workload),
        *(environment_values_yaml(name, change) for name, change in changes.items()),
        *_template_files(effective, templates.chart.id, resources, trace_metadata, common, app_version),
    ]
    return Chart(
        name=effective.slug,
        version=effective.chart_version,
        app_version=app_version,
        namespace=effective.namespace,
        files=sorted(files, key=lambda file: file.path),
        values=changes,
    )


def _values(
    effective: EffectiveComponent,
    templates: TemplateSet,
    security: Security,
    trace_metadata: TraceMetadata,
    telemetry: Telemetry | None,
) -> list[dict[str, Any]]:
    """Return all values: those without an environment first, then those of each."""

    def values_of(
        environment: EffectiveEnvironment, security: SecurityFeatures, telemetry: TelemetryFeatures
    ) -> dict[str, Any]:
        values = chart_values(effective, environment, templates.policy, trace_metadata, security, telemetry)
        return values.model_dump(by_alias=True)

    return [
        values_of(effective.common, security.common, telemetry.common if telemetry else _NO_TELEMETRY),
        *(
            values_of(
                environment,
                security.environments[environment.name],
                telemetry.environments[environment.name] if telemetry else _NO_TELEMETRY,
            )
            for environment in effective.environments
        ),
    ]


def _only(values: dict[str, Any], sections: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in sections}


def _template_files(
    effective: EffectiveComponent,
    template_id: str,
    resources: list[ResourceTemplate],
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
        "template": template_id,
        "environments": [environment.name for environment in effective.environments],
    }
    return [
        readme(resource, about, common)
        if PurePosixPath(resource.source).suffix == ".j2"
        else template_file(resource, effective.slug)
        for resource in resources
    ]
