"""From a component and its files to the objects that Argo CD or Flux deploys them by."""

from typing import Any

from foundation.helm.registry_layout import chart_manifest
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import InputError, Problem
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.run.artifacts import Artifact, Part
from foundation.model.run.outputs import Outputs
from foundation.model.run.trace import TraceMetadata
from foundation.source.emit import to_yaml
from plugins.pipeline_builder.answers import places_of
from plugins.pipeline_builder.gitops.application_set import FILE, Member, application_set
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
    """Write a folder of objects for each environment, or one ApplicationSet for all of them.

    Args:
        bundle: says how the component is deployed.
        effective: the component.
        templates: the policy.
        chart: its chart.
        packaged: the chart's files and its archive.
        metadata: labels and annotations of every object.
        outputs: what is written; nothing else can be fetched.

    Raises:
        InputError: nobody said where to fetch it from, what is fetched is not written, the bundle speaks of an
            environment that nobody knows, or asks Flux for an ApplicationSet.
    """
    answers = _possible(bundle, templates.policy.delivery.under(bundle.delivery))
    archive = packaged.find(chart.archive).content
    manifest = chart_manifest(archive, packaged.find(f"{chart.name}/Chart.yaml").content)
    words = {"component": effective.slug, "tenant": effective.tenant}
    members = [
        Member(
            place=place,
            name=answers.names.gitops.format(**words, env=place.name),
            source=source_of({**words, "env": place.name}, manifest, outputs, answers),
        )
        for place in places_of(effective, bundle, answers, templates)
    ]
    if answers.application_set and answers.gitops == "argo-cd":
        common = {"labels": dict(metadata.labels), "annotations": dict(metadata.annotations)}
        name = answers.names.application_set.format(**words)
        return Part(files=[_file(FILE, application_set(members, name, common, chart, answers))])
    files = []
    for member in members:
        head = _head(member.name, member.place.name, metadata)
        objects = _TOOLS[answers.gitops](member.place, head, member.source, chart, answers)
        files += [_file(f"{member.place.name}/{name}", data) for name, data in objects.items()]
    return Part(files=sorted(files, key=lambda file: file.path))


def _possible(bundle: Bundle, answers: DeliveryPolicy) -> DeliveryPolicy:
    """Let answers pass of which the tool can do what the bundle asks for itself.

    Raises:
        InputError: it asks for what only Argo CD has.
    """
    if answers.gitops == "argo-cd" or not (bundle.delivery and bundle.delivery.application_set):
        return answers
    message = "an ApplicationSet is asked for, which is Argo CD's, and Flux deploys this"
    remedy = "Leave delivery.application_set out, or set delivery.gitops to argo-cd."
    raise InputError(
        Problem(code="gitops-application-set", message=message, remedy=remedy, path="delivery.application_set")
    )


def _head(name: str, environment: str, metadata: TraceMetadata) -> dict[str, Any]:
    return {"name": name, "labels": metadata.labels_in(environment), "annotations": dict(metadata.annotations)}


def _file(path: str, data: dict[str, Any]) -> Artifact:
    return Artifact(path=path, content=to_yaml(data).encode())
