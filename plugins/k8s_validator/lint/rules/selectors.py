"""Workloads say what they select (``validateMatchSelector`` of ``template.go``)."""

from collections.abc import Iterator
from typing import Any

_KINDS = frozenset({"Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"})
_SELECTORS = ("matchLabels", "matchExpressions")


def selector_faults(item: dict[str, Any], text: str) -> Iterator[str]:
    """Yield what is missing in a workload.

    Args:
        item: an object.
        text: the rendered file that it is in; Helm looks for the words in all of it.
    """
    if item.get("kind") in _KINDS and not any(word in text for word in _SELECTORS):
        yield f"a {item['kind']} has neither of {', '.join(_SELECTORS)}"
