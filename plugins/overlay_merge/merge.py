"""The merge itself: bundle and templates in, effective component out."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pydantic import ValidationError

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.model.findings import Finding
from foundation.model.infrastructure.naming import Words
from foundation.model.infrastructure.plan import InfrastructurePlan
from foundation.model.names import SEMANTIC_VERSION, dns_label
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.wording import wanted
from foundation.source.tree import place
from plugins.overlay_merge.environments import canonical, environments_of, fallback_finding, requested
from plugins.overlay_merge.infrastructure import fill_references, planned
from plugins.overlay_merge.layers import layers_of
from plugins.overlay_merge.merging import Merged, SourcedLayer, merge
from plugins.overlay_merge.peers import PEERS, resolve_peers
from plugins.overlay_merge.places import at_its_layer, is_the_bundles
from plugins.overlay_merge.rules.advice import advise
from plugins.overlay_merge.rules.combined import environment_rules, name_problems, unsupported
from plugins.overlay_merge.rules.complete_entries import (
    NEEDED,
    IncompleteEntry,
    incomplete_entries,
    incomplete_problems,
    without_incomplete,
)
from plugins.overlay_merge.rules.literal_secrets import secret_problems
from plugins.overlay_merge.rules.network_advice import network_advice
from plugins.overlay_merge.rules.spelling import NAMING, spelling_problems
from plugins.overlay_merge.rules.switches import idle_advice, idle_rules, idle_settings
from plugins.overlay_merge.transport import fill_ports, fill_probes
from plugins.overlay_merge.watching import Rule, Watch

_VERSION_TAG = expression(f"v?(?P<version>{SEMANTIC_VERSION})")
#: What may complete an entry: the same list in another layer, and what the component is.
_COMPLETING = {*NEEDED, "component.type", "template_id", "transport"}
#: What decides whether the resources of a bundle can be planned.
INFRASTRUCTURE = "resources"
#: Name of the settings that belong to no environment.
COMMON = "common"


@dataclass
class _Mistakes:
    """What is wrong in the environments looked at so far."""

    problems: dict[Problem, set[str]] = field(default_factory=dict)
    incomplete: dict[IncompleteEntry, list[str]] = field(default_factory=dict)
    searched: list[SourcedLayer] = field(default_factory=list)

    def not_searched(self, layers: list[SourcedLayer]) -> list[SourcedLayer]:
        """Return the layers that no environment before this one had, and take note of them."""
        new = [layer for layer in layers if layer not in self.searched]
        self.searched += new
        return new

    def add(self, watch: Watch, rule: Rule, environment: EffectiveEnvironment | None = None) -> bool:
        """Add what a rule finds, at the layer of the environment that gives it; tell whether that is anything."""
        found = list(watch.asked(rule))
        for problem, settings in found:
            told = at_its_layer(problem, environment) if environment is not None else problem
            self.problems.setdefault(told, set()).update(settings)
        return bool(found)

    def require_none(self) -> None:
        """Refuse the settings if anything is wrong.

        Raises:
            InputError: with every problem, and the settings that decide it.
        """
        incomplete = dict.fromkeys(incomplete_problems(self.incomplete), _COMPLETING)
        found = {**incomplete, **self.problems}
        if found:
            decided_by = {problem: frozenset(settings) for problem, settings in found.items()}
            raise InputError(*dict.fromkeys([*self.problems, *incomplete]), decided_by=decided_by)


def merge_component(bundle: Bundle, templates: TemplateSet, asked: list[str]) -> EffectiveComponent:
    """Merge every layer of a component for each environment.

    Args:
        bundle: the bundle.
        templates: chart template, policy and profiles.
        asked: environments that the caller wants; empty leaves it to the bundle.

    Raises:
        InputError: with every rule that the merged settings break.
    """
    policy = templates.policy
    tenant = _tenant(bundle, policy)
    slug, namespace = _names(bundle, policy)
    mistakes = _Mistakes()
    mistakes.add(Watch(), lambda: name_problems(slug, namespace, bundle))
    for problem in spelling_problems(bundle, policy.environments, templates.profiles):
        mistakes.problems.setdefault(problem, set()).update(NAMING)
    findings = [*_owner(bundle, policy)[1]]
    common, common_findings = _environment(bundle, templates, tenant, None, mistakes)
    findings += common_findings
    environments = []
    for name in requested(bundle, asked, policy.environments, templates.profiles):
        environment, found = _environment(bundle, templates, tenant, name, mistakes)
        environments.append(environment)
        findings += [finding for finding in found if finding not in findings]
    findings += _idle(bundle, templates, tenant, environments, mistakes)
    words = Words(component=slug, tenant=tenant)
    plan, problems = planned(bundle, environments, words, namespace, policy.infrastructure)
    for problem in problems:
        mistakes.problems.setdefault(problem, set()).add(INFRASTRUCTURE)
    mistakes.require_none()
    return _component(bundle, templates, common, environments, findings, plan)


def merge_unchecked(bundle: Bundle, templates: TemplateSet, asked: list[str] | None = None) -> EffectiveComponent:
    """Merge the layers of a component, and ask no rule.

    It takes a third of the time, for whoever compares many bundles; what comes of that is for ``merge_component``.

    Args:
        bundle: the bundle.
        templates: chart template, policy and profiles.
        asked: environments that the caller wants; empty leaves it to the bundle, and ``None`` merges only the one
            that is made first.

    Returns:
        The component; the first environment stands for the common settings too.

    Raises:
        InputError: the layers do not fit together.
    """
    policy = templates.policy
    names = requested(bundle, asked or [], policy.environments, templates.profiles)
    wanted = names[:1] if asked is None else names
    environments = [_laid_over(bundle, templates, _tenant(bundle, policy), name).environment for name in wanted]
    return _component(bundle, templates, environments[0], environments, [])


def _component(
    bundle: Bundle,
    templates: TemplateSet,
    common: EffectiveEnvironment,
    environments: list[EffectiveEnvironment],
    findings: list[Finding],
    plan: InfrastructurePlan | None = None,
) -> EffectiveComponent:
    policy = templates.policy
    slug, namespace = _names(bundle, policy)
    return EffectiveComponent(
        name=bundle.component.name,
        slug=slug,
        type=bundle.component.type,
        transport=bundle.component.transport,
        workload=templates.chart.workload,
        tenant=_tenant(bundle, policy),
        team=_owner(bundle, policy)[0],
        namespace=namespace,
        namespace_given=bundle.namespace or "",
        chart_version=_chart_version(bundle, policy),
        common=common,
        environments=environments,
        infrastructure=plan,
        findings=findings,
    )


def _tenant(bundle: Bundle, policy: PlatformPolicy) -> str:
    return bundle.tenant or policy.default_tenant


def _names(bundle: Bundle, policy: PlatformPolicy) -> tuple[str, str]:
    """Return the name of a component's objects, and its namespace."""
    slug = policy.naming.chart.format(component=dns_label(bundle.component.name))
    pattern = bundle.namespace or policy.naming.namespace
    return slug, pattern.format(component=slug, tenant=_tenant(bundle, policy))


@dataclass(frozen=True)
class _LaidOver:
    """The layers of one environment over each other, before any rule is asked.

    Attributes:
        environment: what they come to.
        layers: the layers, lowest first.
        incomplete: entries of lists that no layer completes.
        unresolved: what cannot be resolved.
        findings: fall-backs and defaults taken.
    """

    environment: EffectiveEnvironment
    layers: list[SourcedLayer]
    incomplete: list[IncompleteEntry]
    unresolved: list[Problem]
    findings: list[Finding]


def _laid_over(bundle: Bundle, templates: TemplateSet, tenant: str, name: str | None) -> _LaidOver:
    profile, findings = _profile(bundle, templates, tenant, name)
    layers = layers_of(bundle, templates, tenant, name, profile)
    merged = merge(layers)
    incomplete = _take_incomplete(merged, layers)
    transport = templates.policy.transports[bundle.component.transport]
    sections = {section for resource in templates.resources for section in resource.sections}
    if "service" in sections:
        fill_ports(merged, bundle.component.transport, transport)
        findings += fill_probes(merged, bundle.component.transport, transport)
    _drop_generic(merged.settings, sections)
    _prefer_keda(merged)
    words = Words(component=_names(bundle, templates.policy)[0], tenant=tenant)
    unknown = fill_references(merged, bundle, words, name or COMMON, templates.policy.infrastructure)
    findings = [*findings, *(unknown if name is not None else [])]
    settings, unresolved = resolve_peers(bundle, _settings(merged.settings, name), templates.policy)
    places = {layer.name: layer.prefix for layer in layers if layer.prefix}
    environment = EffectiveEnvironment(name=name or COMMON, settings=settings, origins=merged.origins, places=places)
    return _LaidOver(environment, layers, incomplete, unresolved, findings)


def _environment(
    bundle: Bundle, templates: TemplateSet, tenant: str, name: str | None, mistakes: _Mistakes
) -> tuple[EffectiveEnvironment, list[Finding]]:
    laid = _laid_over(bundle, templates, tenant, name)
    environment, findings = laid.environment, laid.findings
    watch = Watch()
    seen = watch.bundle(bundle), watch.templates(templates), watch.environment(environment)
    for problem in laid.unresolved:
        mistakes.problems.setdefault(at_its_layer(problem, environment), set()).add(PEERS)
    mistakes.add(watch, lambda: unsupported(bundle, seen[1], laid.layers))
    mistakes.add(watch, lambda: secret_problems(mistakes.not_searched(laid.layers)))
    if name is not None:
        for entry in laid.incomplete:
            mistakes.incomplete.setdefault(entry, []).append(name)
        if not any(entry.group == "ports" for entry in laid.incomplete):  # else its users would be wrong too
            for rule in environment_rules(*seen):
                mistakes.add(watch, rule, environment)
        findings += advise(environment, templates.chart.workload, templates.policy)
        findings += network_advice(bundle.component.transport, templates.policy, environment)
    return environment, findings


def _idle(
    bundle: Bundle,
    templates: TemplateSet,
    tenant: str,
    environments: list[EffectiveEnvironment],
    mistakes: _Mistakes,
) -> list[Finding]:
    """Return what has no effect because its switch is off; what could have none that is right is a mistake."""
    policy = templates.policy.environments
    names = {canonical(name, policy) for name in environments_of(bundle, tenant)} | {
        *requested(bundle, [], policy, templates.profiles)
    }

    def used(switch: str) -> bool:
        # In environments that this run does not make, too.
        return any(_has(bundle, templates, tenant, name, switch) for name in sorted(names))

    findings: list[Finding] = []
    for environment, switch in idle_settings(environments, used):
        watch = Watch()
        seen, kind = watch.environment(environment), watch.templates(templates)
        rules = idle_rules(partial(_workload, kind), seen, switch)
        found = [mistakes.add(watch, rule) for rule in rules]
        if not any(found) and (advice := idle_advice(environment, switch)) not in findings:
            findings.append(advice)
    return findings


def _workload(templates: TemplateSet) -> str:
    return templates.chart.workload


def _has(bundle: Bundle, templates: TemplateSet, tenant: str, name: str, switch: str) -> bool:
    """Tell whether a switch is on in an environment."""
    profile, _ = _profile(bundle, templates, tenant, name)
    given = [
        layer.settings[switch]
        for layer in layers_of(bundle, templates, tenant, name, profile)
        if switch in layer.settings
    ]
    return bool(given and given[-1])


def _take_incomplete(merged: Merged, layers: list[SourcedLayer]) -> list[IncompleteEntry]:
    """Return the incomplete entries; ports among them, which much is made of, are taken out."""
    incomplete = list(incomplete_entries(merged.settings, layers))
    if any(entry.group == "ports" for entry in incomplete):
        merged.settings["ports"] = without_incomplete(merged.settings, "ports")
    return incomplete


def _settings(settings: dict[str, Any], name: str | None) -> Layer:
    """Merged values come from valid layers, but only the whole tells whether, say, a probe is one."""
    try:
        return Layer.model_validate(settings)
    except ValidationError as error:
        raise InputError(
            Problem(
                code="overlay-conflict",
                message=f"the layers of {name or 'the component'} do not fit together: {_reasons(error)}",
                remedy="Use `explain` to see which layer sets what.",
            )
        ) from None


def _reasons(error: ValidationError) -> str:
    """Say what is wrong where, without the values, which may be secrets."""
    details = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{place(detail['loc'])}: {wanted(detail)}" for detail in details)


def _profile(bundle: Bundle, templates: TemplateSet, tenant: str, name: str | None) -> tuple[str, list[Finding]]:
    policy = templates.policy.environments
    spellings = [alias for alias, target in policy.aliases.items() if target == name]
    defined = {*templates.profiles, *environments_of(bundle, tenant)}
    if name is None or defined.intersection({name, *spellings}):
        return name or "", []
    return policy.fallback, [fallback_finding(name, policy)]


def _drop_generic(settings: dict[str, Any], sections: set[str]) -> None:
    """A profile speaks to all components; what this one's template lacks is not meant for it."""
    if "ingress" not in sections:
        settings["enable_ingress"] = False
    if "autoscaling" not in sections:
        settings["enable_hpa"] = False
    if "podDisruptionBudget" not in sections:
        settings["enable_disruption_budget"] = False


def _prefer_keda(merged: Merged) -> None:
    """A profile's autoscaler is not meant for a component that KEDA scales; the bundle's own is a mistake to report."""
    if merged.settings.get("enable_keda") and not is_the_bundles(merged.origins.get("enable_hpa", "platform")):
        merged.settings["enable_hpa"] = False
        merged.origins["enable_hpa"] = merged.origins["enable_keda"]


def _owner(bundle: Bundle, policy: PlatformPolicy) -> tuple[str, list[Finding]]:
    if bundle.team is not None:
        return bundle.team, []
    scope = bundle.component_scope
    if scope in policy.owners.scopes:
        return policy.owners.scopes[scope], []
    finding = Finding(
        code="team-default",
        severity="warning",
        message=f"the bundle names no team, and the policy no owner of the scope {scope}; "
        f"{policy.owners.default} owns it",
        remedy="Add team to the bundle, or the scope to the policy's owners.",
        path="team",
    )
    return policy.owners.default, [finding]


def _chart_version(bundle: Bundle, policy: PlatformPolicy) -> str:
    if bundle.version is not None:
        return bundle.version
    tag = bundle.component.container_image.split("@")[0].rpartition("/")[2].partition(":")[2]
    match = _VERSION_TAG.fullmatch(tag)
    return match["version"] if match else policy.chart_version
