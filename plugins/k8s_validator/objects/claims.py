"""Claims of storage, wherever they stand: by themselves, in a StatefulSet or in a pod's volume."""

from typing import Any

from plugins.k8s_validator.objects.values import mapping, texts

#: The one mode that excludes all others.
_ALONE = "ReadWriteOncePod"


def modes_clash(spec: Any) -> bool:
    """Tell whether a claim's spec asks for ReadWriteOncePod beside another access mode."""
    modes = texts(mapping(spec).get("accessModes"))
    return _ALONE in modes and len(modes) > 1
