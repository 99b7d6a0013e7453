"""From a component and its files to the objects that Argo CD or Flux deploys them by."""

from typing import Any

from foundation.helm.registry_layout import chart_manifest
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.artifacts import Artifact, Part
from foundation.model.run.outputs import Outputs
from foundation.model.run.trace import TraceMetadata
from foundation.source.emit import to_yaml
from plugins.pipeline_builder.answers import answers_of, places_of
from plugins.pipeline_builder.gitops.argo_cd import application
from plugins.pipeline_builder.gitops.flux import flux_objects
from plugins.pipeline_builder.gitops.source import source_of

_TOOLS = {"argo-cd": application, "flux": flux_objects}


def build_gitops(
    bundle: Bundle,
    effective: EffectiveComponent,
    templates: TemplateSet,
    chart: Chart,
    packaged: Part,
    metadata: TraceMetadata,
    outputs: Outputs,
) -> Part:
    """Write a folder of objects for each environment.

    Args:
        bundle: says how the component is deployed.
        effective: the component.
        templates: the policy.
        chart: its chart.
        packaged: the chart's files and its archive.
        metadata: labels and annotations of every object.
        outputs: what is written; nothing else can be fetched.

    Raises:
        InputError: nobody said where to fetch it from, what is fetched is not written, or the bundle speaks of an
            environment that nobody knows.
    """
    answers = answers_of(bundle, templates.policy.delivery)
    archive = packaged.find(chart.archive).content
    manifest = chart_manifest(archive, packaged.find(f"{chart.name}/Chart.yaml").content)
    files = []
    for place in places_of(effective, bundle, answers, templates):
        words = {"component": effective.slug, "tenant": effective.tenant, "env": place.name}
        source = source_of(words, manifest, outputs, answers)
        head = _head(answers.names.gitops.format(**words), place.name, metadata)
        objects = _TOOLS[answers.gitops](place, head, source, chart, answers)
        files += [_file(f"{place.name}/{name}", data) for name, data in objects.items()]
    return Part(files=sorted(files, key=lambda file: file.path))


def _head(name: str, environment: str, metadata: TraceMetadata) -> dict[str, Any]:
    return {"name": name, "labels": metadata.labels_in(environment), "annotations": dict(metadata.annotations)}


def _file(path: str, data: dict[str, Any]) -> Artifact:
    return Artifact(path=path, content=to_yaml(data).encode())
