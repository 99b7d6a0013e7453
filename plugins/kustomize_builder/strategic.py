"""Patches as parts of an object: what people write by hand, where kustomize takes it literally."""

from typing import Any

from plugins.kustomize_builder.objects import Identity

#: What kustomize matches the elements of a list by (``x-kubernetes-patch-merge-key`` and
#: ``x-kubernetes-list-map-keys`` of the Kubernetes API); it drops the first of two with equal keys.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "containers": (("name",),),
    "env": (("name",),),
    "ephemeralContainers": (("name",),),
    "hostAliases": (("ip",),),
    "imagePullSecrets": (("name",),),
    "initContainers": (("name",),),
    "ownerReferences": (("uid",),),
    "ports": (("containerPort", "protocol"), ("port", "protocol")),
    "resourceClaims": (("name",),),
    "secrets": (("name",),),
    "topologySpreadConstraints": (("topologyKey", "whenUnsatisfiable"),),
    "volumeDevices": (("devicePath",),),
    "volumeMounts": (("mountPath",),),
    "volumes": (("name",),),
}


def strategic_patch(identity: Identity, addition: dict[str, Any]) -> dict[str, Any]:
    """Return the part of an object that an overlay adds, with what names the object."""
    where = {"namespace": identity.namespace} if identity.namespace else {}
    metadata = {"name": identity.name, **where, **addition.get("metadata", {})}
    head = {"apiVersion": identity.api_version, "kind": identity.kind, "metadata": metadata}
    return head | {key: value for key, value in addition.items() if key != "metadata"}


def is_literal(value: Any, field: str = "") -> bool:
    """Tell whether kustomize leaves a value exactly as it stands when it merges a strategic patch.

    Nulls delete, keys with ``$`` are orders to it, empty labels and annotations are dropped, and of
    elements with equal keys only one is kept.
    """
    if isinstance(value, dict):
        empty = not value and field in ("labels", "annotations")
        return not empty and all(not key.startswith("$") and is_literal(inner, key) for key, inner in value.items())
    if isinstance(value, list):
        return all(is_literal(item) for item in value) and _are_apart(value, field)
    return value is not None


def _are_apart(items: list[Any], field: str) -> bool:
    if field == "finalizers":
        return len(set(map(str, items))) == len(items)
    if field not in _KEYS or not any(isinstance(item, dict) for item in items):
        return True
    return any(_differ_in(items, keys) for keys in _KEYS[field])


def _differ_in(items: list[Any], keys: tuple[str, ...]) -> bool:
    if not all(isinstance(item, dict) and keys[0] in item for item in items):
        return False
    # Keys that only some elements have are not counted on.
    known = [key for key in keys if all(key in item for item in items)]
    return len({tuple(str(item[key]) for key in known) for item in items}) == len(items)
