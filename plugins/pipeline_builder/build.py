"""From a component and its files to the pipelines that deploy them."""

from functools import partial
from typing import Any

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.templates import PipelineTemplate, TemplateSet
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.run.artifacts import Artifact, Part
from foundation.model.run.outputs import Outputs
from foundation.model.run.trace import Trace
from foundation.source.emit import to_yaml
from plugins.pipeline_builder import azure, github
from plugins.pipeline_builder.answers import (
    Place,
    peers_of,
    places_of,
    require_strategy,
    template_named,
)
from plugins.pipeline_builder.context import objects_in, values_for
from plugins.pipeline_builder.resources import resources_of
from plugins.pipeline_builder.steps import filled, steps_of

AZURE_FILE = "azure-pipelines.deploy.yaml"
GITHUB_FILE = "github-actions.deploy.yaml"


def build_pipelines(
    bundle: Bundle,
    effective: EffectiveComponent,
    templates: TemplateSet,
    chart: Chart,
    manifests: Part,
    trace: Trace,
    outputs: Outputs,
) -> Part:
    """Write a pipeline for each service that is asked for.

    Args:
        bundle: says how the component is deployed.
        effective: the component.
        templates: policy and pipeline templates.
        chart: its chart.
        manifests: what the chart renders to.
        trace: the run's trace.
        outputs: what is written; a pipeline may name nothing else.

    Raises:
        InputError: with everything in the bundle's or the policy's delivery that cannot be done.
    """
    answers = templates.policy.delivery.under(bundle.delivery)
    places = places_of(effective, bundle, answers, templates)
    deployed = resources_of(places, effective, answers, templates, outputs)
    values = partial(
        values_for,
        effective=effective,
        chart=chart,
        manifests=manifests,
        trace=trace,
        answers=answers,
        infrastructure=deployed,
    )
    objects = {place.name: objects_in(manifests, place.name) for place in places}
    files = []
    for target in dict.fromkeys(answers.targets):
        is_azure = target == "azure-devops"
        setting, name = ("pipeline", answers.pipeline) if is_azure else ("workflow", answers.workflow)
        template = template_named(name, target, templates, f"delivery.{setting}")
        _require_files(template, outputs)
        root = azure.ROOT if is_azure else github.ROOT
        named = {place.name: values(place, objects=objects[place.name], root=root) for place in places}
        sections = _sections(template, deployed.template(target, templates) if deployed else None, named)
        if is_azure:
            require_strategy(answers, template)
            among_others = bool(peers_of(bundle))
            data = azure.stages_file(places, effective, trace, answers, sections, among_others=among_others)
        else:
            data = github.workflow_file(places, effective, trace, answers, sections)
        files.append(_file(AZURE_FILE if is_azure else GITHUB_FILE, data, template, answers))
    return Part(files=sorted(files, key=lambda file: file.path))


def _sections(
    template: PipelineTemplate, resources: PipelineTemplate | None, values: dict[str, dict[str, Any]]
) -> azure.Sections:
    steps = {name: (section, template) for name, section in steps_of(template)}
    if resources is not None:
        of_resources = steps_of(resources)
        steps |= {"preview": (of_resources.check, resources), "provision": (of_resources.deploy, resources)}

    def section(name: str, place: Place) -> list[dict[str, Any]]:
        written, source = steps.get(name, ([], template))
        return filled(written, values[place.name], source)

    return section


def _file(name: str, data: dict[str, Any], template: PipelineTemplate, answers: DeliveryPolicy) -> Artifact:
    use = "include it as a template" if name == AZURE_FILE and answers.form == "stages" else "use it as it is"
    head = f"# Made by infrastructure-engineer-agent from {template.id}; {use}. See pipelines in the agent's docs.\n"
    return Artifact(path=name, content=(head + to_yaml(data)).encode())


def _require_files(template: PipelineTemplate, outputs: Outputs) -> None:
    """Let a template pass whose steps name only files that are written.

    Raises:
        InputError: a part that they name is not written.
    """
    missing = [name for name in template.needs if name not in outputs.parts]
    if missing:
        named = " and ".join(missing)
        message = f"{template.id} deploys {named}, which this output does not have"
        remedy = f"Write {named} too ({Flag.WITH} {missing[0]}), or name another template in delivery."
        raise InputError(Problem(code="pipeline-files", message=message, remedy=remedy, path="delivery"))
