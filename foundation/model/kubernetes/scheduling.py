"""Which nodes pods may run on (core/v1)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from foundation.model.base import KubernetesShape
from foundation.model.kubernetes.scalars import DnsLabel, LabelText, PositiveCount, QualifiedName


class LabelRequirement(KubernetesShape):
    """A condition on a label."""

    key: QualifiedName = Field(description="Label.")
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"] = Field(description="How to compare.")
    values: list[LabelText] | None = Field(default=None, description="Values to compare with.")

    @model_validator(mode="after")
    def _fitting_values(self) -> "LabelRequirement":
        _check_values(self.operator, self.values or [])
        return self


def _check_values(operator: str, values: list[str]) -> None:
    """Refuse values that do not go with an operator (apimachinery, NewRequirement)."""
    if operator in ("In", "NotIn") and not values:
        raise ValueError(f"{operator} needs values")
    if operator in ("Exists", "DoesNotExist") and values:
        raise ValueError(f"{operator} takes no values")
    if operator in ("Gt", "Lt") and not (len(values) == 1 and values[0].isdecimal()):
        raise ValueError(f"{operator} needs one value, a whole number")


class LabelSelector(KubernetesShape):
    """Conditions on labels, all of which must hold; none selects everything."""

    match_labels: dict[QualifiedName, LabelText] | None = Field(default=None, description="Labels by value.")
    match_expressions: list[LabelRequirement] | None = Field(default=None, description="Further conditions.")


class NodeRequirement(KubernetesShape):
    """A condition on a node."""

    key: QualifiedName = Field(description="Label or field of the node.")
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = Field(description="How to compare.")
    values: list[LabelText] | None = Field(default=None, description="Values to compare with.")

    @model_validator(mode="after")
    def _fitting_values(self) -> "NodeRequirement":
        _check_values(self.operator, self.values or [])
        return self


class NodeSelectorTerm(KubernetesShape):
    """Conditions on a node, all of which must hold."""

    match_expressions: list[NodeRequirement] | None = Field(default=None, description="Conditions on labels.")
    match_fields: list[NodeRequirement] | None = Field(default=None, description="Conditions on fields.")


class NodeSelector(KubernetesShape):
    """Alternatives, one of which must hold."""

    node_selector_terms: list[NodeSelectorTerm] = Field(min_length=1, description="Alternatives.")


class PreferredNodes(KubernetesShape):
    """A wish with its weight."""

    weight: Annotated[int, Field(ge=1, le=100)] = Field(description="Weight from 1 to 100.")
    preference: NodeSelectorTerm = Field(description="The wish.")


class NodeAffinity(KubernetesShape):
    """Which nodes the pods want."""

    required_during_scheduling_ignored_during_execution: NodeSelector | None = Field(
        default=None, description="What must hold."
    )
    preferred_during_scheduling_ignored_during_execution: list[PreferredNodes] | None = Field(
        default=None, description="What should hold."
    )


class PodAffinityTerm(KubernetesShape):
    """Other pods to be near to, or away from."""

    label_selector: LabelSelector | None = Field(default=None, description="Which pods.")
    topology_key: QualifiedName = Field(description="Node label that says what near means.")
    namespaces: list[DnsLabel] | None = Field(default=None, description="Their namespaces.")
    namespace_selector: LabelSelector | None = Field(default=None, description="Their namespaces by label.")
    match_label_keys: list[QualifiedName] | None = Field(default=None, description="Labels that must be equal.")
    mismatch_label_keys: list[QualifiedName] | None = Field(default=None, description="Labels that must differ.")


class WeightedPodAffinityTerm(KubernetesShape):
    """A wish with its weight."""

    weight: Annotated[int, Field(ge=1, le=100)] = Field(description="Weight from 1 to 100.")
    pod_affinity_term: PodAffinityTerm = Field(description="The wish.")


class PodAffinity(KubernetesShape):
    """Which pods the pods want to be near to, or away from."""

    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm] | None = Field(
        default=None, description="What must hold."
    )
    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm] | None = Field(
        default=None, description="What should hold."
    )


class Affinity(KubernetesShape):
    """Where pods want to be."""

    node_affinity: NodeAffinity | None = Field(default=None, description="Which nodes.")
    pod_affinity: PodAffinity | None = Field(default=None, description="Near which pods.")
    pod_anti_affinity: PodAffinity | None = Field(default=None, description="Away from which pods.")


class Toleration(KubernetesShape):
    """A taint that the pods accept."""

    key: QualifiedName | None = Field(default=None, description="Taint key.")
    operator: Literal["Exists", "Equal"] | None = Field(default=None, description="How to compare.")
    value: LabelText | None = Field(default=None, description="Taint value.")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = Field(
        default=None, description="Effect of the taint."
    )
    toleration_seconds: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] | None = Field(
        default=None, description="How long NoExecute is tolerated."
    )

    @model_validator(mode="after")
    def _whole(self) -> "Toleration":
        if self.toleration_seconds is not None and self.effect != "NoExecute":
            raise ValueError("tolerationSeconds needs the effect NoExecute")
        if self.operator == "Exists" and self.value:
            raise ValueError("Exists takes no value")
        if self.key is None and self.operator != "Exists":
            raise ValueError("without a key, which means every taint, the operator must be Exists")
        return self


class TopologySpreadConstraint(KubernetesShape):
    """How evenly pods are spread."""

    max_skew: PositiveCount = Field(description="Most pods by which two places may differ.")
    topology_key: QualifiedName = Field(description="Node label that says what a place is.")
    when_unsatisfiable: Literal["DoNotSchedule", "ScheduleAnyway"] = Field(description="If it cannot be done.")
    label_selector: LabelSelector | None = Field(
        default=None, description="Which pods count; the component's own by default."
    )
    min_domains: PositiveCount | None = Field(default=None, description="Fewest places.")
    node_affinity_policy: Literal["Honor", "Ignore"] | None = Field(
        default=None, description="Whether affinity counts."
    )
    node_taints_policy: Literal["Honor", "Ignore"] | None = Field(default=None, description="Whether taints count.")
    match_label_keys: list[QualifiedName] | None = Field(default=None, description="Labels that must be equal.")
