"""Holding objects against policies."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from foundation.model.findings import Finding, Severity
from plugins.k8s_validator.admission.cel.expression import EvaluationError, Expression
from plugins.k8s_validator.admission.matching import NAME_LABEL, match
from plugins.k8s_validator.admission.policy import AdmissionPolicies, Binding, Policy, Rule
from plugins.k8s_validator.admission.targets import Target, targets_of
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

_LONGEST = 300


def evaluate(policies: AdmissionPolicies, subject: Subject, check: Check) -> Iterator[Finding]:
    """Yield what the policies with expressions find.

    Args:
        policies: the policies.
        subject: what to look at; nothing of it is changed.
        check: the check in whose name they are evaluated.
    """
    if not policies.policies:
        return
    targets = list(targets_of(subject.objects))
    namespaces = {**policies.namespaces, **_described(targets)}
    for policy in policies.policies:
        yield from _Evaluation(policy, namespaces, subject, check).findings(targets)


def _described(targets: list[Target]) -> dict[str, dict[str, str]]:
    return {
        target.name: {key: str(value) for key, value in target.labels.items()}
        for target in targets
        if target.kind == "Namespace"
    }


class _Evaluation:
    """One policy over all objects."""

    def __init__(self, policy: Policy, namespaces: dict[str, dict[str, str]], subject: Subject, check: Check) -> None:
        self._policy = policy
        self._namespaces = namespaces
        self._subject = subject
        self._check = check
        self._assumed: set[str] = set()

    def findings(self, targets: list[Target]) -> Iterator[Finding]:
        for target in targets:
            found = match(self._policy.resources, target, self._namespaces, narrowing=False)
            if not found.matches:
                continue
            for binding in self._policy.bindings:
                narrowed = (
                    match(binding.resources, target, self._namespaces, narrowing=True) if binding.resources else found
                )
                if narrowed.matches:
                    yield from self._bound(target, binding)
                    if found.assumed or narrowed.assumed:
                        yield from self._assumption(target)

    def _bound(self, target: Target, binding: Binding) -> Iterator[Finding]:
        for params in binding.params:
            values = {**self._values(target), **({"params": params} if params is not None else {})}
            try:
                if self._is_exempt(values):
                    continue
            except EvaluationError as error:
                yield from self._without_value(target, binding.severity, "a match condition", str(error), None)
                continue
            yield from self._rules(target, binding, values)

    def _values(self, target: Target) -> dict[str, Any]:
        return {
            "object": target.data,
            "oldObject": None,
            "request": _request(target),
            "namespaceObject": self._namespace(target),
            "variables": {},
        }

    def _namespace(self, target: Target) -> dict[str, Any] | None:
        if not target.namespaced:
            return None
        labels = {**self._namespaces.get(target.namespace, {}), NAME_LABEL: target.namespace}
        metadata = {"name": target.namespace, "labels": labels}
        return {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata, "spec": {}, "status": {}}

    def _is_exempt(self, values: dict[str, Any]) -> bool:
        """One condition that is false decides, whatever becomes of the others."""
        failed: EvaluationError | None = None
        activation = self._policy.environment.activation(values) if self._policy.conditions else None
        for condition in self._policy.conditions:
            try:
                if condition.expression.evaluate(activation) is False:
                    return True
            except EvaluationError as error:
                failed = EvaluationError(f"{condition.name}: {error}")
        if failed is not None:
            raise failed
        return False

    def _rules(self, target: Target, binding: Binding, values: dict[str, Any]) -> Iterator[Finding]:
        broken = self._with_variables(values)
        activation = self._policy.environment.activation(values)
        for rule in self._policy.rules:
            try:
                holds = rule.expression.evaluate(activation)
            except EvaluationError as error:
                why = next((text for name, text in broken.items() if f'"{name}"' in str(error)), str(error))
                yield from self._without_value(target, binding.severity, "a validation", why, rule)
                continue
            if holds is not True:
                yield self._finding(
                    target, binding.severity, self._message(rule, activation), _remedy(self._policy, rule)
                )

    def _with_variables(self, values: dict[str, Any]) -> dict[str, str]:
        """Add the variables, each of which may use those before it; return why those without a value have none."""
        broken: dict[str, str] = {}
        variables: dict[str, Any] = {}
        for variable in self._policy.variables:
            try:
                activation = self._policy.environment.activation({**values, "variables": variables})
                variables[variable.name] = variable.expression.evaluate(activation)
            except EvaluationError as error:
                broken[variable.name] = f"variables.{variable.name}: {error}"
        values["variables"] = variables
        return broken

    def _message(self, rule: Rule, activation: Any) -> str:
        text = _text_of(rule.message_expression, activation) or rule.message
        return text or f"failed expression: {rule.expression.text.strip()}"

    def _without_value(
        self, target: Target, severity: Severity, what: str, why: str, rule: Rule | None
    ) -> Iterator[Finding]:
        """A policy that fails closed blocks what it cannot judge; one that does not at least says so."""
        message = f"{what} has no value: {why}"
        severity = severity if self._policy.fail_closed else "advice"
        yield self._finding(target, severity, message, _remedy(self._policy, rule))

    def _assumption(self, target: Target) -> Iterator[Finding]:
        name = target.namespace
        if name in self._assumed:
            return
        self._assumed.add(name)
        message = f"the labels of the namespace {name} are not known; the policy was taken to hold there"
        remedy = "Add the Namespace with its labels to the manifests or to the policy folder."
        yield self._finding(target, "advice", message, remedy)

    def _finding(self, target: Target, severity: Severity, message: str, remedy: str) -> Finding:
        text = f"{self._policy.name}: {message}"
        finding = self._subject.finding(self._check, text[:_LONGEST], object=target.item, path=target.path)
        return finding.model_copy(update={"severity": severity, "remedy": remedy})


def _text_of(expression: Expression | None, activation: Any) -> str | None:
    """A message that cannot be made, is empty or has line breaks gives way to the plain one, as in a cluster."""
    if expression is None:
        return None
    try:
        value = expression.evaluate(activation)
    except EvaluationError:
        return None
    return value.strip() if isinstance(value, str) and value.strip() and "\n" not in value.strip() else None


def _remedy(policy: Policy, rule: Rule | None) -> str:
    place = PurePath(policy.file).name + (f":{rule.line}" if rule and rule.line else "")
    return f"Change the object so that the policy holds; see {place}."


def _request(target: Target) -> dict[str, Any]:
    kind = {"group": target.group, "version": target.version, "kind": target.kind}
    resource = {"group": target.group, "version": target.version, "resource": target.resource}
    return {
        "uid": "",
        "kind": kind,
        "resource": resource,
        "subResource": "",
        "requestKind": kind,
        "requestResource": resource,
        "requestSubResource": "",
        "name": target.name,
        "namespace": target.namespace,
        "operation": "CREATE",
        # Nobody in particular: match conditions that leave out somebody do not leave this out.
        "userInfo": {"username": "", "uid": "", "groups": [], "extra": {}},
        "dryRun": False,
        "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1"},
    }
