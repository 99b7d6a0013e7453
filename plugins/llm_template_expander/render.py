"""From a checked draft to a chart template: deterministic, and the only way from a draft to any text."""

from typing import Any

from pydantic import ValidationError

from foundation.model.bundle.layer import Layer
from foundation.model.chart.templates import DRAFTED, ChartDefinition, ResourceTemplate, TemplateSet
from foundation.model.drafts.draft import Draft, DraftObject
from foundation.model.drafts.policy import DraftableKind
from foundation.model.findings import Finding
from foundation.source.tree import dotted, shown
from plugins.llm_template_expander.bounds import bound_findings
from plugins.llm_template_expander.findings import finding
from plugins.llm_template_expander.generated import generated_template
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.mounts import mount_findings
from plugins.llm_template_expander.paths import Path, PathConflict, nested, parse
from plugins.llm_template_expander.rules import allowed_field, draft_findings


def render_draft(
    draft: Draft,
    component_type: str,
    library: Library,
    annotations: dict[str, str] | None = None,
    taken: frozenset[str] = frozenset(),
) -> tuple[TemplateSet | None, list[Finding]]:
    """Return what a draft makes, as if the catalog had it.

    Args:
        draft: the draft; it is checked first.
        component_type: type that it is for.
        library: catalog and policies.
        annotations: where the draft comes from, for Chart.yaml.
        taken: names of volumes that the draft's must not have.

    Returns:
        The templates; ``None`` with findings if the draft must not be rendered.
    """
    policy = library.drafts
    findings = draft_findings(draft, policy)
    findings = findings or [*mount_findings(draft, policy, taken), *bound_findings(draft, policy)]
    if findings:
        return None, findings
    workload = next(item for item in draft.objects if policy.kinds[item.kind].chart)
    base = library.charts[str(policy.kinds[workload.kind].chart)]
    resources = [library.resource(identifier) for identifier in base.resources]
    try:
        defaults = _defaults(draft, policy.kinds)
        resources += [_generated(item, component_type, policy.kinds) for item in _generated_objects(draft, library)]
    except PathConflict as error:
        return None, [finding("draft-fields-conflict", str(error), "Give each field once.", "objects")]
    except ValidationError as error:
        return None, _unfit(error)
    chart = _chart(component_type, base, resources, defaults, annotations or {})
    templates = TemplateSet(
        chart=chart,
        resources=resources,
        pipelines=library.pipelines,
        infrastructure=library.infrastructure,
        policy=library.policy,
        profiles=library.profiles,
        admission=library.admission,
    )
    return templates, []


def _chart(
    component_type: str,
    base: ChartDefinition,
    resources: list[ResourceTemplate],
    defaults: Layer | None,
    annotations: dict[str, str],
) -> ChartDefinition:
    return ChartDefinition(
        id=f"{DRAFTED}{component_type}-v1",
        serves=[component_type],
        workload=base.workload,
        description=f"Drafted for components of the type {component_type}.",
        resources=[resource.id for resource in resources],
        like=base.serves[0],
        defaults=defaults,
        annotations=annotations,
    )


def _generated_objects(draft: Draft, library: Library) -> list[DraftObject]:
    kinds = library.drafts.kinds
    return sorted((item for item in draft.objects if kinds[item.kind].api_version), key=lambda item: item.kind)


def _generated(item: DraftObject, component_type: str, kinds: dict[str, DraftableKind]) -> ResourceTemplate:
    spec = nested(sorted(((_path(field.path), field.value) for field in item.spec), key=lambda pair: dotted(pair[0])))
    return generated_template(component_type, item.kind, kinds[item.kind], spec)


def _defaults(draft: Draft, kinds: dict[str, DraftableKind]) -> Layer | None:
    """Return the settings that the fields of workload and companions become.

    Raises:
        PathConflict: fields do not fit together.
        ValidationError: a setting cannot have such a value.
    """
    fields: list[tuple[Path, Any]] = []
    for item in draft.objects:
        for field in item.spec:
            path = _path(field.path)
            entry = allowed_field(kinds[item.kind], path)
            if entry is not None and entry.setting is not None:
                inner = path[len(_path(entry.path)) :]
                fields.append(((*entry.setting.split("."), *inner), field.value))
    return Layer.model_validate(nested(fields)) if fields else None


def _path(text: str) -> Path:
    path = parse(text)
    if path is None:
        raise PathConflict("a field has no path")
    return path


def _unfit(error: ValidationError) -> list[Finding]:
    found = {
        dotted(detail["loc"]): detail["msg"]
        for detail in error.errors(include_url=False, include_input=False, include_context=False)
    }
    return [
        finding(
            "draft-setting",
            f"{shown(path)} cannot be so: {message}",
            "Give a value that Kubernetes takes, or leave it out.",
            "objects",
        )
        for path, message in found.items()
    ]
