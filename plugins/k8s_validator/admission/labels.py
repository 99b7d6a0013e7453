"""Label selectors."""

from collections.abc import Mapping

from plugins.k8s_validator.admission.model import LabelSelector, Requirement


def selects(selector: LabelSelector, labels: Mapping[str, object]) -> bool:
    """Tell whether a selector selects an object with these labels."""
    exact = all(labels.get(key) == value for key, value in selector.match_labels.items())
    return exact and all(_meets(requirement, labels) for requirement in selector.match_expressions)


def keys(selector: LabelSelector) -> set[str]:
    """Return the labels that a selector asks for."""
    return {*selector.match_labels, *(requirement.key for requirement in selector.match_expressions)}


def _meets(requirement: Requirement, labels: Mapping[str, object]) -> bool:
    present = requirement.key in labels
    if requirement.operator == "In":
        return labels.get(requirement.key) in requirement.values
    if requirement.operator == "NotIn":
        return labels.get(requirement.key) not in requirement.values
    return present if requirement.operator == "Exists" else not present
