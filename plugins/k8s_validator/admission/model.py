"""The shapes of admissionregistration.k8s.io/v1 that guard a cluster, and of our own short form."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from foundation.model.base import FrozenModel, KubernetesShape
from foundation.model.findings import Severity
from plugins.k8s_validator.admission.cel.regex import compiled


class ObjectMetadata(KubernetesShape):
    """What matters of an object's metadata; the rest is the cluster's."""

    model_config = ConfigDict(extra="ignore")

    name: str
    namespace: str | None = None
    labels: dict[str, str] = {}


class Requirement(KubernetesShape):
    """One expression of a label selector."""

    key: str
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    values: list[str] = []


class LabelSelector(KubernetesShape):
    """A label selector; an empty one selects everything."""

    match_labels: dict[str, str] = {}
    match_expressions: list[Requirement] = []


class ResourceRule(KubernetesShape):
    """Resources and operations by name; ``*`` stands for all."""

    api_groups: list[str] = []
    api_versions: list[str] = []
    operations: list[Literal["CREATE", "UPDATE", "DELETE", "CONNECT", "*"]] = []
    resources: list[str] = []
    resource_names: list[str] = []
    scope: Literal["Cluster", "Namespaced", "*"] = "*"


class MatchResources(KubernetesShape):
    """What a policy or a binding is about."""

    namespace_selector: LabelSelector = LabelSelector()
    object_selector: LabelSelector = LabelSelector()
    resource_rules: list[ResourceRule] = []
    exclude_resource_rules: list[ResourceRule] = []
    match_policy: Literal["Exact", "Equivalent"] = "Equivalent"


class ParamKind(KubernetesShape):
    """Kind of the objects that hold a policy's parameters."""

    api_version: str
    kind: str


class NamedExpression(KubernetesShape):
    """A match condition or a variable."""

    name: str
    expression: str


class Validation(KubernetesShape):
    """What must hold."""

    expression: str
    message: str | None = None
    message_expression: str | None = None
    reason: Literal["Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge"] = "Invalid"


class AuditAnnotation(KubernetesShape):
    """What a cluster notes in its audit log; there is none here."""

    key: str
    value_expression: str


class PolicySpec(KubernetesShape):
    """Spec of a ValidatingAdmissionPolicy."""

    failure_policy: Literal["Fail", "Ignore"] = "Fail"
    match_conditions: list[NamedExpression] = []
    match_constraints: MatchResources
    param_kind: ParamKind | None = None
    validations: list[Validation] = []
    audit_annotations: list[AuditAnnotation] = []
    variables: list[NamedExpression] = []


class ValidatingAdmissionPolicy(KubernetesShape):
    """A policy."""

    api_version: Literal["admissionregistration.k8s.io/v1"]
    kind: Literal["ValidatingAdmissionPolicy"]
    metadata: ObjectMetadata
    spec: PolicySpec
    status: Any = None


class ParamRef(KubernetesShape):
    """Which objects give the parameters."""

    name: str | None = None
    namespace: str | None = None
    selector: LabelSelector | None = None
    parameter_not_found_action: Literal["Allow", "Deny"] = "Deny"


class BindingSpec(KubernetesShape):
    """Spec of a ValidatingAdmissionPolicyBinding."""

    policy_name: str
    param_ref: ParamRef | None = None
    match_resources: MatchResources | None = None
    validation_actions: list[Literal["Deny", "Warn", "Audit"]] = Field(min_length=1)


class ValidatingAdmissionPolicyBinding(KubernetesShape):
    """What puts a policy into force."""

    api_version: Literal["admissionregistration.k8s.io/v1"]
    kind: Literal["ValidatingAdmissionPolicyBinding"]
    metadata: ObjectMetadata
    spec: BindingSpec


class PortRange(FrozenModel):
    """Ports from a first to a last one."""

    first: int = Field(ge=1, le=65535)
    last: int = Field(ge=1, le=65535)


def _check_pattern(pattern: str) -> str:
    """Refuse what is no expression, at its line and not when it is needed."""
    compiled(pattern)
    return pattern


class LabelRule(FrozenModel):
    """A label that must be there."""

    key: str
    pattern: Annotated[str, AfterValidator(_check_pattern)] | None = Field(
        default=None, description="RE2 expression for the whole value."
    )
    means: str | None = Field(default=None, description="What the expression wants, in words, for the message.")


class NodeRule(FrozenModel):
    """A node label that pods must not ask for."""

    key: str
    values: list[str] = Field(default=[], description="Only with these values; with any, if empty.")


class WorkloadRules(FrozenModel):
    """The short form: what needs no expression."""

    severity: Severity = "error"
    environments: list[str] = Field(default=[], description="Environments in which it holds; all, if empty.")
    forbidden_ports: list[int | PortRange] = []
    mandatory_labels: list[str | LabelRule] = []
    disallowed_node_selectors: list[str | NodeRule] = []
    runtime_classes: list[str] = Field(default=[], description="The RuntimeClasses that pods may and must name one of.")


class WorkloadPolicy(KubernetesShape):
    """The short form's file."""

    api_version: Literal["infrastructure-engineer/v1"]
    kind: Literal["WorkloadPolicy"]
    metadata: ObjectMetadata
    spec: WorkloadRules
