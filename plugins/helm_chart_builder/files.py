"""The text files of a chart."""

from functools import cache
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import ChartFile
from foundation.model.chart.templates import ResourceTemplate
from foundation.model.chart.values import OPTIONAL_SECTIONS, ChartValues
from foundation.model.run.trace import TraceMetadata
from foundation.source.emit import to_yaml

#: Helm's own convention for starter charts.
CHART_NAME_MARK = "<CHARTNAME>"
_MODELINE = "# yaml-language-server: $schema=values.schema.json\n"
#: The oldest Kubernetes version that the emitted API versions need.
_KUBE_VERSION = ">=1.25.0-0"


def sections_of(resources: list[ResourceTemplate]) -> frozenset[str]:
    """Return the sections of the values that the chart's templates read."""
    read = {section for resource in resources for section in resource.sections}
    return frozenset(_described()) - OPTIONAL_SECTIONS | read


def chart_yaml(effective: EffectiveComponent, metadata: TraceMetadata, app_version: str) -> ChartFile:
    """Return Chart.yaml; its annotations are the final metadata, which PostProcessor writes."""
    content = {
        "apiVersion": "v2",
        "name": effective.slug,
        "description": describe(effective, metadata),
        "type": "application",
        "version": effective.chart_version,
        "appVersion": app_version,
        "kubeVersion": _KUBE_VERSION,
        "keywords": sorted({effective.type, effective.transport}),
        "maintainers": [{"name": effective.team}],
    }
    return ChartFile(path="Chart.yaml", text=to_yaml(content))


def describe(effective: EffectiveComponent, metadata: TraceMetadata) -> str:
    """Return the chart's one-line description."""
    return f"{effective.name}: {effective.type} of the scope {metadata.labels['component_scope']}"


def values_yaml(values: dict[str, Any]) -> ChartFile:
    """Return values.yaml: every section with a comment that says what it is."""
    descriptions = _described()
    parts = [f"# {descriptions[section]}\n{to_yaml({section: value})}" for section, value in values.items()]
    return ChartFile(path="values.yaml", text=_MODELINE + "\n" + "\n".join(parts))


@cache
def _described() -> dict[str, str | None]:
    """Return what each section of the values is."""
    return {field.alias or name: field.description for name, field in ChartValues.model_fields.items()}


def environment_values_yaml(environment: str, changes: dict[str, Any]) -> ChartFile:
    """Return values-<environment>.yaml: only what differs from values.yaml."""
    head = f"{_MODELINE}# What {environment} sets over values.yaml.\n"
    return ChartFile(path=f"values-{environment}.yaml", text=head + to_yaml(changes))


def template_file(resource: ResourceTemplate, chart_name: str) -> ChartFile:
    """Return one template with the chart's name in its named templates."""
    return ChartFile(path=resource.target, text=resource.text.replace(CHART_NAME_MARK, chart_name))
