"""Label selectors, as the API server reads them."""

from typing import Any

from plugins.k8s_validator.objects.values import items, mapping, mappings


def selects(selector: Any, labels: dict[str, Any]) -> bool:
    """Tell whether a LabelSelector takes a set of labels; an empty one takes every set."""
    if not isinstance(selector, dict):
        return False
    return has_labels(selector.get("matchLabels"), labels) and all(
        _meets(expression, labels) for _, expression in mappings(selector.get("matchExpressions"))
    )


def has_labels(wanted: Any, labels: dict[str, Any]) -> bool:
    """Tell whether all wanted labels are there, with their values."""
    return all(labels.get(name) == value for name, value in mapping(wanted).items())


def _meets(expression: dict[str, Any], labels: dict[str, Any]) -> bool:
    key, values = expression.get("key"), items(expression.get("values"))
    if not isinstance(key, str):
        return False
    operator = expression.get("operator")
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    if operator == "In":
        return key in labels and labels[key] in values
    return operator == "NotIn" and labels.get(key) not in values


def keys_of(selector: Any) -> set[Any]:
    """Return the labels that a LabelSelector asks about."""
    expressions = mappings(mapping(selector).get("matchExpressions"))
    asked = (expression.get("key") for _, expression in expressions)
    return {*mapping(mapping(selector).get("matchLabels")), *(key for key in asked if isinstance(key, str))}


def is_empty(selector: Any) -> bool:
    """Tell whether a LabelSelector sets no condition."""
    return not mapping(selector).get("matchLabels") and not mapping(selector).get("matchExpressions")
