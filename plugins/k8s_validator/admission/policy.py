"""Policies that are ready to be evaluated."""

from dataclasses import dataclass, field
from typing import Any

from foundation.model.findings import Finding, Severity
from plugins.k8s_validator.admission.cel.expression import Environment, Expression
from plugins.k8s_validator.admission.model import MatchResources, WorkloadPolicy


@dataclass(frozen=True)
class Named:
    """A match condition or a variable."""

    name: str
    expression: Expression


@dataclass(frozen=True)
class Rule:
    """One validation.

    Attributes:
        expression: what must hold.
        message: what to say if it does not.
        message_expression: the same, made from the object.
        line: its line in the policy's file.
    """

    expression: Expression
    message: str | None
    message_expression: Expression | None
    line: int | None


@dataclass(frozen=True)
class Binding:
    """What puts a policy into force.

    Attributes:
        severity: of what the policy finds: Deny is error, Warn is warning, Audit is advice.
        resources: what it is narrowed to, if at all.
        params: the parameters, each evaluated by itself; ``[None]`` for a policy without.
    """

    severity: Severity
    resources: MatchResources | None
    params: list[Any]


@dataclass(frozen=True)
class Policy:
    """A ValidatingAdmissionPolicy with its bindings."""

    name: str
    file: str
    resources: MatchResources
    fail_closed: bool
    environment: Environment
    conditions: list[Named]
    variables: list[Named]
    rules: list[Rule]
    bindings: list[Binding]


@dataclass(frozen=True)
class AdmissionPolicies:
    """Everything of one policy folder.

    Attributes:
        policies: those with expressions.
        workload_policies: those in the short form.
        namespaces: labels of the namespaces that the folder describes.
        notes: what is said about the policies themselves.
    """

    policies: list[Policy] = field(default_factory=list)
    workload_policies: list[WorkloadPolicy] = field(default_factory=list)
    namespaces: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[Finding] = field(default_factory=list)
