"""From the files of a policy folder to policies, with every mistake at once."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding, Severity
from foundation.model.names import did_you_mean, nearest
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster
from foundation.source.tree import Document
from foundation.source.validation import validate
from plugins.k8s_validator.admission.compiling import compile_policy
from plugins.k8s_validator.admission.labels import selects
from plugins.k8s_validator.admission.mistakes import Source
from plugins.k8s_validator.admission.model import (
    BindingSpec,
    ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding,
    WorkloadPolicy,
)
from plugins.k8s_validator.admission.policy import AdmissionPolicies, Binding, Policy

_SHAPES: dict[tuple[str, str], type[FrozenModel]] = {
    ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"): ValidatingAdmissionPolicy,
    ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding"): ValidatingAdmissionPolicyBinding,
    ("infrastructure-engineer/v1", "WorkloadPolicy"): WorkloadPolicy,
}
#: Policies of other engines: taking them for parameters would let pass what they forbid.
_FOREIGN = ("kyverno.io", "templates.gatekeeper.sh", "constraints.gatekeeper.sh", "admissionregistration.k8s.io")
_SEVERITIES: dict[str, Severity] = {"Deny": "error", "Warn": "warning", "Audit": "advice"}


def load_policies(texts: Mapping[str, str]) -> AdmissionPolicies:
    """Read policies, bindings, parameters and namespaces.

    Args:
        texts: YAML by file name.

    Raises:
        InputError: with every mistake of every file.
    """
    return _loaded(tuple(sorted(texts.items())))


@lru_cache(maxsize=8)
def _loaded(texts: tuple[tuple[str, str], ...]) -> AdmissionPolicies:
    loader = _Loader()
    for file, text in texts:
        loader.read(file, text)
    return loader.finish()


class _Loader:
    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._policies: dict[str, tuple[ValidatingAdmissionPolicy, Source]] = {}
        self._bindings: list[tuple[BindingSpec, Source]] = []
        self._others: list[dict[str, Any]] = []
        self._workload_policies: list[WorkloadPolicy] = []

    def read(self, file: str, text: str) -> None:
        try:
            documents = parse_documents(text, file, read_for_cluster)
        except InputError as error:
            self._problems += error.problems
            return
        for document in documents:
            try:
                self._take(document, Source(file, text, document))
            except InputError as error:
                self._problems += error.problems

    def _take(self, document: Document, source: Source) -> None:
        data = document.data if isinstance(document.data, dict) else {}
        api_version, kind = str(data.get("apiVersion", "")), str(data.get("kind", ""))
        shape = _SHAPES.get((api_version, kind))
        if shape is None:
            self._take_other(data, api_version, kind, source)
            return
        value = validate(shape, document, source.file)
        if isinstance(value, ValidatingAdmissionPolicy):
            if value.metadata.name in self._policies:
                raise _wrong(source, "policy-twice", f"there are two policies {value.metadata.name}", "Rename one.")
            self._policies[value.metadata.name] = value, source
        elif isinstance(value, ValidatingAdmissionPolicyBinding):
            self._bindings.append((value.spec, source))
        elif isinstance(value, WorkloadPolicy):
            self._workload_policies.append(value)

    def _take_other(self, data: dict[str, Any], api_version: str, kind: str, source: Source) -> None:
        close = nearest(kind, [name for _, name in _SHAPES])
        if api_version.partition("/")[0].endswith(_FOREIGN) or (kind.lower().endswith("policy") and close):
            known = "; ".join(f"{name} of {version}" for version, name in _SHAPES)
            message = f"policies of the kind {kind} in {api_version or 'no apiVersion'} are not evaluated here"
            raise _wrong(
                source,
                "policy-kind",
                message,
                did_you_mean(kind, [name for _, name in _SHAPES], also=f"Known: {known}."),
            )
        metadata = data.get("metadata")
        if not kind or not isinstance(metadata, dict) or not isinstance(metadata.get("name"), str):
            message = "the document is neither a policy nor an object with apiVersion, kind and metadata.name"
            raise _wrong(source, "policy-kind", message, "Keep policies, bindings, parameters and namespaces here.")
        self._others.append(data)

    def finish(self) -> AdmissionPolicies:
        policies = [policy for name in self._policies if (policy := self._policy(name)) is not None]
        for spec, source in self._bindings:
            if spec.policy_name not in self._policies:
                remedy = did_you_mean(spec.policy_name, self._policies, "Add the policy, or take the binding out.")
                message = f"there is no policy {spec.policy_name}"
                self._problems.append(_problem(source, "binding-policy", message, remedy, ("spec", "policyName")))
        if self._problems:
            raise InputError(*self._problems)
        notes = [note for policy, source in self._policies.values() for note in _notes(policy, source)]
        return AdmissionPolicies(policies, self._workload_policies, dict(self._namespaces()), notes)

    def _policy(self, name: str) -> Policy | None:
        shape, source = self._policies[name]
        bindings = [self._binding(shape, spec, origin) for spec, origin in self._bindings if spec.policy_name == name]
        if not bindings and shape.spec.param_kind is not None:
            message = f"the policy {name} takes parameters, but no binding names any"
            self._problems.append(
                _problem(source, "params-missing", message, "Add a binding with a paramRef.", ("spec",))
            )
        try:
            # A policy that nothing binds has no effect in a cluster; who puts it here wants it to hold.
            return compile_policy(shape, source, bindings or [Binding("error", None, [None])])
        except InputError as error:
            self._problems += error.problems
            return None

    def _binding(self, policy: ValidatingAdmissionPolicy, spec: BindingSpec, source: Source) -> Binding:
        severity = min(
            (_SEVERITIES[action] for action in spec.validation_actions), key=["error", "warning", "advice"].index
        )
        if policy.spec.param_kind is None:
            return Binding(severity, spec.match_resources, [None])
        params = list(self._params(policy, spec))
        if not params and (spec.param_ref is None or spec.param_ref.parameter_not_found_action == "Deny"):
            kind = policy.spec.param_kind.kind
            names = [str(other["metadata"]["name"]) for other in self._others if other.get("kind") == kind]
            wanted = (spec.param_ref.name if spec.param_ref else None) or "the selector"
            remedy = did_you_mean(wanted, names, f"Add the {kind} to the policy folder.")
            message = f"there is no {kind} for {wanted} in the policy folder"
            self._problems.append(_problem(source, "params-missing", message, remedy, ("spec", "paramRef")))
        return Binding(severity, spec.match_resources, params)

    def _params(self, policy: ValidatingAdmissionPolicy, spec: BindingSpec) -> Iterator[dict[str, Any]]:
        kind, reference = policy.spec.param_kind, spec.param_ref
        for other in self._others:
            if (
                kind is None
                or reference is None
                or (other.get("apiVersion"), other.get("kind")) != (kind.api_version, kind.kind)
            ):
                continue
            metadata = other["metadata"]
            named = reference.name is None or metadata["name"] == reference.name
            near = reference.namespace is None or metadata.get("namespace") in (None, reference.namespace)
            labels = metadata.get("labels") if isinstance(metadata.get("labels"), dict) else {}
            if named and near and (reference.selector is None or selects(reference.selector, labels)):
                yield other

    def _namespaces(self) -> Iterator[tuple[str, dict[str, str]]]:
        for other in self._others:
            if (other.get("apiVersion"), other.get("kind")) == ("v1", "Namespace"):
                labels = other["metadata"].get("labels")
                yield other["metadata"]["name"], labels if isinstance(labels, dict) else {}


def _notes(policy: ValidatingAdmissionPolicy, source: Source) -> Iterator[Finding]:
    if policy.spec.audit_annotations:
        yield Finding(
            code="admission-policy",
            severity="advice",
            message=f"the auditAnnotations of {policy.metadata.name} are not evaluated: there is no audit log here",
            remedy="Nothing need be done; the cluster evaluates them.",
            file=PurePath(source.file).name,
            line=source.line(("spec", "auditAnnotations")),
        )


def _problem(source: Source, code: str, message: str, remedy: str, path: tuple[str, ...] = ()) -> Problem:
    return Problem(
        code=code, message=message, remedy=remedy, file=source.file, line=source.line(path), path=".".join(path) or None
    )


def _wrong(source: Source, code: str, message: str, remedy: str) -> InputError:
    return InputError(_problem(source, code, message, remedy))
