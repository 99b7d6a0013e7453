"""Whether a policy is about an object (matchConstraints and matchResources)."""

from dataclasses import dataclass

from plugins.k8s_validator.admission.labels import keys, selects
from plugins.k8s_validator.admission.model import MatchResources, ResourceRule
from plugins.k8s_validator.admission.targets import Target

#: The one label that every namespace has.
NAME_LABEL = "kubernetes.io/metadata.name"
#: Everything that is generated is created; what is not in the files is not deleted either.
_OPERATION = "CREATE"
#: Policies are never held against policies, so that no cluster locks itself out.
_EXEMPT = ("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy")


@dataclass(frozen=True)
class Match:
    """Whether a policy is about an object, and whether that was decided without knowing its namespace's labels."""

    matches: bool
    assumed: bool = False


def match(
    resources: MatchResources, target: Target, namespaces: dict[str, dict[str, str]], *, narrowing: bool
) -> Match:
    """Decide.

    A namespace whose labels nobody describes is taken to be selected: nothing passes unseen.

    Args:
        resources: what the policy or binding is about.
        target: the object.
        namespaces: labels by namespace, as far as they are known.
        narrowing: whether no rule at all means everything, as in a binding.
    """
    if target.group == "admissionregistration.k8s.io" and target.kind.removesuffix("Binding") in _EXEMPT:
        return Match(False)
    rules = resources.resource_rules
    exact = resources.match_policy == "Exact"
    if not (narrowing and not rules) and not any(_covers(rule, target, exact=exact) for rule in rules):
        return Match(False)
    if any(_covers(rule, target, exact=exact) for rule in resources.exclude_resource_rules):
        return Match(False)
    if not selects(resources.object_selector, target.labels):
        return Match(False)
    if not target.namespaced and target.kind != "Namespace":
        return Match(True)
    name = target.name if target.kind == "Namespace" else target.namespace
    known = namespaces.get(name)
    if target.kind == "Namespace":
        known = {key: str(value) for key, value in target.labels.items()}
    if known is None and keys(resources.namespace_selector) - {NAME_LABEL}:
        return Match(True, assumed=True)
    return Match(selects(resources.namespace_selector, {**(known or {}), NAME_LABEL: name}))


def _covers(rule: ResourceRule, target: Target, *, exact: bool) -> bool:
    operations = rule.operations
    return (
        (_OPERATION in operations or "*" in operations)
        and (target.group in rule.api_groups or "*" in rule.api_groups)
        and (not exact or target.version in rule.api_versions or "*" in rule.api_versions)
        and any(resource in (target.resource, "*", "*/*") for resource in rule.resources)
        and (not rule.resource_names or target.name in rule.resource_names)
        and rule.scope in ("*", "Namespaced" if target.namespaced else "Cluster")
    )
