"""Structural features of a component and its objects: what it is made of, and nothing of what it holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foundation.model.base import FrozenModel

#: Fields whose texts are words of the Kubernetes API, and no names of anybody.
_WORDS = frozenset(
    {
        "type", "protocol", "medium", "policyTypes", "concurrencyPolicy", "restartPolicy", "podManagementPolicy",
        "imagePullPolicy", "accessModes", "externalTrafficPolicy", "internalTrafficPolicy", "whenUnsatisfiable",
        "dnsPolicy", "completionMode", "pathType", "metricType", "appProtocol", "scheme", "operator", "effect", "verbs",
    }
)  # fmt: skip
#: Fields below which keys are names that somebody chose.
_NAMED = frozenset(
    {
        "metadata", "data", "binaryData", "stringData", "matchLabels", "matchExpressions", "labels", "annotations",
        "selector", "nodeSelector", "parameters", "volumeAttributes", "podSelector", "namespaceSelector",
        "labelSelector", "status",
    }
)  # fmt: skip
#: Fields whose numbers tell services apart, by their power of two.
_SIZES = frozenset({"replicas", "minReplicas", "maxReplicas", "minReplicaCount", "maxReplicaCount", "parallelism"})
#: Deeper fields say how a shape is filled in, not which one it is.
_DEEPEST = 7


class ComponentFeatures(FrozenModel):
    """What a component is made of.

    Attributes:
        component_type: type of the component.
        component_scope: its domain.
        names: names of its features, sorted.
    """

    component_type: str
    component_scope: str
    names: list[str]


def structural_features(
    component_type: str, component_scope: str, transport: str, objects: Sequence[Mapping[str, Any]]
) -> ComponentFeatures:
    """Return the features of a component.

    Args:
        component_type: type of the component.
        component_scope: its domain; it is no feature, so that services of other domains are found too.
        transport: how it is called; empty if that is not known.
        objects: its objects in one environment.
    """
    names = {f"type={component_type}", *([f"transport={transport}"] if transport else [])}
    for one in objects:
        kind = str(one.get("kind", ""))
        names.add(kind)
        names.update(_fields(kind, {key: value for key, value in one.items() if key not in ("apiVersion", "kind")}, 0))
    return ComponentFeatures(component_type=component_type, component_scope=component_scope, names=sorted(names))


def _fields(path: str, value: Any, depth: int) -> Iterator[str]:
    """Yield the names of fields below a place; which entry of a list it is does not matter."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _NAMED:
                continue
            yield from _field(f"{path}.{key}", str(key), inner, depth)
    elif isinstance(value, list):
        for entry in value:
            yield from _fields(path, entry, depth)


def _field(path: str, key: str, value: Any, depth: int) -> Iterator[str]:
    if value in (None, "", [], {}):
        return
    if key in _WORDS and isinstance(value, str | list):
        words = value if isinstance(value, list) else [value]
        yield from (f"{path}={word}" for word in words if isinstance(word, str))
    elif isinstance(value, bool):
        yield f"{path}={str(value).lower()}"
    elif key in _SIZES and isinstance(value, int):
        yield f"{path}~{1 << max(value - 1, 0).bit_length()}"
    elif isinstance(value, Mapping | list):
        yield path
        yield from _fields(path, value, depth + 1)
    else:
        yield path
