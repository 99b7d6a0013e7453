"""From the plan to the files of a back end."""

from collections.abc import Callable
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import InputError, Problem
from foundation.model.infrastructure.kinds import BackEnd
from foundation.model.infrastructure.plan import InfrastructurePlan
from foundation.model.infrastructure.tags import tags_of
from foundation.model.run.artifacts import Artifact, Part
from foundation.model.run.trace import TraceMetadata
from plugins.iac_builder.bicep import bicep_files
from plugins.iac_builder.pulumi import pulumi_files
from plugins.iac_builder.rendering import Templates
from plugins.iac_builder.terraform import terraform_files
from plugins.iac_builder.view import Tags, view_of

#: Writes the files by path: of the templates, what they may name, and the values of each environment.
_WRITERS: dict[BackEnd, Callable[[Templates, dict[str, Any], dict[str, dict[str, Any]]], dict[str, str]]] = {
    "bicep": bicep_files,
    "terraform": terraform_files,
    "pulumi": pulumi_files,
}


def build_back_end(
    back_end: BackEnd, effective: EffectiveComponent, templates: TemplateSet, metadata: TraceMetadata
) -> Part:
    """Write the plan of a component for one back end.

    Args:
        back_end: who reads the files.
        effective: the component with its plan.
        templates: policy and infrastructure templates.
        metadata: what becomes tags.

    Raises:
        InputError: the component has no resources, a template is missing, or one names what there is not.
    """
    plan = _planned(back_end, effective.infrastructure)
    policy = templates.policy.infrastructure
    tags: Tags = {name: tags_of(metadata, name, policy) for name in plan.environments}
    common, environments = view_of(plan, tags, policy, effective.tenant)
    files = _WRITERS[back_end](Templates(back_end, templates.infrastructure), common, environments)
    return Part(files=[Artifact(path=path, content=text.encode()) for path, text in sorted(files.items())])


def _planned(back_end: BackEnd, plan: InfrastructurePlan | None) -> InfrastructurePlan:
    if plan is not None and plan.resources:
        return plan
    message = f"{back_end} is to be written, and the bundle names no resources"
    remedy = f"Add resources to the bundle, or leave {back_end} out of the output."
    raise InputError(Problem(code="infrastructure-empty", message=message, remedy=remedy, path="resources"))
