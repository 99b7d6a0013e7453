"""No object is of an API that is given up (``deprecations.go``).

Helm knows the kinds that its own version of Kubernetes has, so its table may be another one: which kinds a chart
renders is part of its skeleton.
"""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.schemas.deprecations import deprecation_of


def deprecation_faults(item: dict[str, Any], kube_version: str) -> Iterator[str]:
    """Yield the API of an object that the Kubernetes version gives up.

    Args:
        item: an object.
        kube_version: such as ``1.32``.
    """
    known = deprecation_of(item.get("apiVersion", ""), item.get("kind", ""))
    major, _, minor = kube_version.partition(".")
    if known is not None and (int(major), int(minor)) >= known.deprecated:
        yield f"{item['kind']} of {item['apiVersion']} is deprecated"
