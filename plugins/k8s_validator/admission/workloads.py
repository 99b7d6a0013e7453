"""The short form: forbidden ports, mandatory labels, disallowed node selectors, RuntimeClass."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from foundation.source.tree import Path
from plugins.k8s_validator.admission.cel.regex import compiled
from plugins.k8s_validator.admission.model import LabelRule, NodeRule, PortRange, WorkloadPolicy, WorkloadRules
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.pod_templates import metadata_places, pod_templates
from plugins.k8s_validator.objects.values import mappings, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

Fault = tuple[Path, str]
_REQUIRED_TERMS: Path = (
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
)


def evaluate_workloads(policies: list[WorkloadPolicy], subject: Subject, check: Check) -> Iterator[Finding]:
    """Yield what the policies of the short form find."""
    for policy in policies:
        environments = policy.spec.environments
        for item in subject.objects:
            if environments and item.environment not in environments:
                continue
            for rule in (_ports, _labels, _nodes, _runtime):
                for path, message in rule(policy.spec, item):
                    text = f"{policy.metadata.name}: {message}"
                    finding = subject.finding(check, text, object=item, path=path)
                    yield finding.model_copy(update={"severity": policy.spec.severity})


def _ports(rules: WorkloadRules, item: KubernetesObject) -> Iterator[Fault]:
    for path, port in _ports_of(item.data) if rules.forbidden_ports else ():
        if any(_covers(forbidden, port) for forbidden in rules.forbidden_ports):
            yield path, f"the port {port} is forbidden"


def _covers(forbidden: int | PortRange, port: int) -> bool:
    return forbidden == port if isinstance(forbidden, int) else forbidden.first <= port <= forbidden.last


def _ports_of(data: dict[str, Any]) -> Iterator[tuple[Path, int]]:
    if data.get("kind") == "Service":
        yield from _numbers(data, ("spec", "ports"), ("port", "targetPort", "nodePort"))
    for found in pod_templates(data):
        for group in ("initContainers", "containers", "ephemeralContainers"):
            for index, _ in mappings(found.spec.get(group)):
                yield from _numbers(data, (*found.place, group, index, "ports"), ("containerPort", "hostPort"))


def _numbers(data: dict[str, Any], place: Path, names: tuple[str, ...]) -> Iterator[tuple[Path, int]]:
    items = value_at(data, place)
    for index, item in enumerate(items if isinstance(items, list) else []):
        for name in names:
            value = item.get(name) if isinstance(item, dict) else None
            if isinstance(value, int):
                yield (*place, index, name), value


def _labels(rules: WorkloadRules, item: KubernetesObject) -> Iterator[Fault]:
    for path, metadata in metadata_places(item.data) if rules.mandatory_labels else ():
        labels = metadata.get("labels")
        for wanted in rules.mandatory_labels:
            rule = LabelRule(key=wanted) if isinstance(wanted, str) else wanted
            value = labels.get(rule.key) if isinstance(labels, dict) else None
            if not isinstance(value, str) or not value:
                yield (*path, "labels"), f"the label {rule.key} is missing"
            elif rule.pattern is not None and not compiled(rule.pattern).fullmatch(value):
                means = rule.means or "of the form that the policy gives"
                yield (*path, "labels", rule.key), f"the label {rule.key} is {value!r} and should be {means}"


def _nodes(rules: WorkloadRules, item: KubernetesObject) -> Iterator[Fault]:
    templates = pod_templates(item.data) if rules.disallowed_node_selectors else []
    for path, key, values in (wanted for found in templates for wanted in _wanted_nodes(item.data, found.place)):
        for disallowed in rules.disallowed_node_selectors:
            rule = NodeRule(key=disallowed) if isinstance(disallowed, str) else disallowed
            if key == rule.key and (not rule.values or not values or set(values) & set(rule.values)):
                yield path, f"pods must not ask for nodes by {key}" + (f"={'|'.join(values)}" if values else "")


def _wanted_nodes(data: dict[str, Any], spec: Path) -> Iterator[tuple[Path, str, list[str]]]:
    """Yield the node labels that pods ask for, with the values, by either way to ask."""
    selector = value_at(data, (*spec, "nodeSelector"))
    for key, value in selector.items() if isinstance(selector, dict) else ():
        yield (*spec, "nodeSelector", key), str(key), [str(value)]
    terms = value_at(data, (*spec, *_REQUIRED_TERMS))
    for number, term in enumerate(terms if isinstance(terms, list) else []):
        requirements = term.get("matchExpressions") if isinstance(term, dict) else None
        for index, item in enumerate(requirements if isinstance(requirements, list) else []):
            if isinstance(item, dict) and item.get("operator") not in ("NotIn", "DoesNotExist"):
                values = item.get("values")
                path = (*spec, *_REQUIRED_TERMS, number, "matchExpressions", index)
                yield path, str(item.get("key")), [str(value) for value in values] if isinstance(values, list) else []


def _runtime(rules: WorkloadRules, item: KubernetesObject) -> Iterator[Fault]:
    for found in pod_templates(item.data) if rules.runtime_classes else ():
        name = found.spec.get("runtimeClassName")
        if name not in rules.runtime_classes:
            allowed = " or ".join(rules.runtime_classes)
            yield found.place, f"the RuntimeClass is {name or 'not set'}; it must be {allowed}"
