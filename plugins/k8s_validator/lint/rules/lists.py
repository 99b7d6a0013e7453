"""Entries of a List have no annotation that Helm overlooks there (``validateListAnnotations`` of ``template.go``)."""

from collections.abc import Iterator
from typing import Any

_POLICY = "helm.sh/resource-policy"


def list_faults(item: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the entries of a List."""
    if item.get("kind") != "List":
        return
    entries = item.get("items") or []
    if not isinstance(entries, list) or not all(map(_is_plain, entries)):
        yield f"an entry of a List has {_POLICY}, or annotations of another form"


def _is_plain(entry: Any) -> bool:
    metadata = entry.get("metadata", {}) if isinstance(entry, dict) else None
    annotations = metadata.get("annotations", {}) if isinstance(metadata, dict) else None
    return (
        isinstance(annotations, dict)
        and _POLICY not in annotations
        and all(isinstance(value, str) for value in annotations.values())
    )
