"""Claims of storage, wherever they stand: by themselves, in a StatefulSet or in a pod's volume."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.values import mapping, text, texts

#: The one mode that excludes all others.
_ALONE = "ReadWriteOncePod"
_CLAIM = "PersistentVolumeClaim"


def claim_faults(claim: Any) -> Iterator[tuple[str, Path]]:
    """Yield what does not go together in a claim's spec: a message, and the path in the spec.

    Args:
        claim: the spec.
    """
    spec = mapping(claim)
    modes = texts(spec.get("accessModes"))
    if _ALONE in modes and len(modes) > 1:
        yield f"{_ALONE} stands alone", ("accessModes",)
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if isinstance(source, dict) and isinstance(reference, dict):
        keys = ("apiGroup", "kind", "name")
        if any(text(source.get(key)) != text(reference.get(key)) for key in keys):
            yield "dataSource and dataSourceRef have to be the same", ()
    for field, found in (("dataSource", mapping(source)), ("dataSourceRef", mapping(reference))):
        if found and not text(found.get("apiGroup")) and found.get("kind") not in (None, "", _CLAIM):
            yield f"without an apiGroup the kind is {_CLAIM}", (field,)
