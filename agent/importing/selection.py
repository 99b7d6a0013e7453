"""Label selectors: which pods they mean, and what they become for the pods of a chart."""

from typing import Any

from agent.importing.objects import mapping, mappings, texts
from foundation.model.labels import RESERVED_LABELS

#: Labels by which a chart selects its pods.
NAME = "app.kubernetes.io/name"
INSTANCE = "app.kubernetes.io/instance"


def selects(selector: Any, labels: dict[str, str]) -> bool:
    """Tell whether a LabelSelector means pods with these labels; an empty one means all pods."""
    wanted = mapping(selector)
    equal = all(labels.get(key) == value for key, value in mapping(wanted.get("matchLabels")).items())
    return equal and all(_holds(rule, labels) for rule in mappings(wanted.get("matchExpressions")))


def _holds(rule: dict[str, Any], labels: dict[str, str]) -> bool:
    present = rule.get("key") in labels
    values = rule.get("values") if isinstance(rule.get("values"), list) else []
    inside = present and labels[str(rule.get("key"))] in (values or [])
    outcomes = {"In": inside, "NotIn": not inside, "Exists": present, "DoesNotExist": not present}
    return outcomes.get(str(rule.get("operator")), False)


def redirected(selector: Any, labels: dict[str, str], slug: str) -> Any:
    """Return a selector that meant a workload's own pods so that it means them in the chart too.

    The chart sets the recommended labels itself; a selector on their old values would find nothing.

    Args:
        selector: the selector.
        labels: the labels that the pods had.
        slug: the name of the chart's objects.
    """
    wanted = texts(mapping(selector).get("matchLabels"))
    recommended = {key: value for key, value in wanted.items() if key in RESERVED_LABELS}
    if not recommended or not selects(selector, labels) or recommended.items() <= {NAME: slug, INSTANCE: slug}.items():
        return selector
    kept = {key: value for key, value in wanted.items() if key not in RESERVED_LABELS}
    return {**mapping(selector), "matchLabels": {NAME: slug, INSTANCE: slug, **kept}}


def redirect_all(data: Any, labels: dict[str, str], slug: str, keys: tuple[str, ...]) -> Any:
    """Return data in which every selector under one of some keys is redirected."""
    if isinstance(data, list):
        return [redirect_all(item, labels, slug, keys) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: redirected(value, labels, slug) if key in keys else redirect_all(value, labels, slug, keys)
        for key, value in data.items()
    }
