"""Fields of which only some changes are refused: of Services, Jobs, StatefulSets and claims.

Source: the functions ValidateXUpdate of pkg/apis/core, batch and apps/validation of Kubernetes 1.35; and what
``kubectl apply`` and Helm leave as it is, because no manifest of theirs ever said it.
"""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.quantities import amount
from plugins.k8s_validator.objects.values import items, mapping, text, value_at

#: Path, message and remedy.
Change = tuple[tuple[str, ...], str, str]
_STORAGE = ("spec", "resources", "requests", "storage")
_SERVICE = "Delete the Service and apply it anew; nobody reaches it meanwhile."


def partial_changes(kind: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """Yield what of a change of an object the API server refuses, or leaves undone.

    Args:
        kind: its kind.
        before: the object as it was.
        after: the object as it is to be.
    """
    rule = {"PersistentVolumeClaim": _claim, "Service": _service, "Job": _job, "StatefulSet": _stateful}.get(kind)
    if rule is not None:
        yield from rule(before, after)


def same_claims(before: Any, after: Any) -> bool:
    """Tell whether claims of a StatefulSet mean the same: an amount in other units, a default that is written."""
    return [_plain_claim(claim) for claim in items(before)] == [_plain_claim(claim) for claim in items(after)]


def _plain_claim(claim: Any) -> Any:
    spec = mapping(mapping(claim).get("spec"))
    resources = mapping(spec.get("resources"))
    amounts = {part: {name: amount(value) for name, value in mapping(resources[part]).items()} for part in resources}
    plain = {**spec, "resources": amounts, "volumeMode": spec.get("volumeMode", "Filesystem")}
    typed = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
    return {**typed, **mapping(claim), "spec": plain}


def _refused(*path: str, kind: str, remedy: str) -> Change:
    return path, f"{path[-1]} of a {kind} cannot change; the API server refuses an upgrade to this", remedy


def _claim(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    storage_class = ("spec", "storageClassName")
    old_class, new_class = (value_at(data, storage_class) for data in (before, after))
    # A claim without a class may be given one.
    if old_class is not None and old_class != new_class:
        remedy = "Make a claim of another name and copy the data; a claim keeps this for its life."
        yield _refused(*storage_class, kind="PersistentVolumeClaim", remedy=remedy)
    old, new = (amount(value_at(data, _STORAGE)) for data in (before, after))
    if old is None or new is None or old == new:
        return
    if new < old:
        message = "a claim cannot shrink; the API server refuses an upgrade to this"
        yield _STORAGE, message, "Make a smaller claim of another name and copy the data."
    else:
        message = "a claim grows only where its StorageClass has allowVolumeExpansion; elsewhere an upgrade is refused"
        yield _STORAGE, message, "Look at the StorageClass first, or make a claim of another name and copy the data."


def _service(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """An address is given once: a Service becomes headless, or stops being it, only anew.

    Where clusterIP is taken out, the server keeps the one that is there and says nothing.
    """
    old, new = mapping(before.get("spec")), mapping(after.get("spec"))
    kinds = text(old.get("type")), text(new.get("type"))
    if "ExternalName" not in kinds and old.get("clusterIP") != new.get("clusterIP"):
        if new.get("clusterIP") is not None:
            yield _refused("spec", "clusterIP", kind="Service", remedy=_SERVICE)
        elif old.get("clusterIP") == "None":
            message = "the Service stays headless: the API server keeps a clusterIP that is taken out"
            yield ("spec", "clusterIP"), message, _SERVICE
    if kinds == ("LoadBalancer", "LoadBalancer"):
        if old.get("loadBalancerClass") != new.get("loadBalancerClass"):
            yield _refused("spec", "loadBalancerClass", kind="Service", remedy=_SERVICE)
        if new.get("healthCheckNodePort") and old.get("healthCheckNodePort") != new.get("healthCheckNodePort"):
            yield _refused("spec", "healthCheckNodePort", kind="Service", remedy=_SERVICE)
    families = [(items(spec.get("ipFamilies")) or [None])[0] for spec in (old, new)]
    # Who gave none has the cluster's first family, which most often is IPv4.
    changed = families[1] is not None and (families[0] or "IPv4") != families[1]
    if changed and "ExternalName" not in kinds:
        yield _refused("spec", "ipFamilies", kind="Service", remedy=_SERVICE)


def _job(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    old, new = mapping(before.get("spec")), mapping(after.get("spec"))
    # What the server filled in stays where no manifest says it.
    filled = None if "parallelism" in old else 1
    if old.get("completions") == new.get("completions") or new.get("completions") == old.get("completions", filled):
        return
    together = new.get("completionMode") == "Indexed" and new.get("completions") == new.get("parallelism", 1)
    if not together:
        remedy = "Give the Job another name; of an Indexed one completions and parallelism may become one number."
        yield _refused("spec", "completions", kind="Job", remedy=remedy)


def _stateful(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """Bounds that the server filled in stay, as no manifest named them, and OnDelete takes none."""
    old, new = (mapping(value_at(data, ("spec", "updateStrategy"))) for data in (before, after))
    if new.get("type") == "OnDelete" and old.get("type") != "OnDelete" and "rollingUpdate" not in old:
        message = "the bounds of the rolling update stay, which the API server refuses beside OnDelete"
        remedy = (
            "Take them out first: kubectl patch statefulset NAME --type=merge -p "
            '\'{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}\'.'
        )
        yield ("spec", "updateStrategy", "type"), message, remedy
