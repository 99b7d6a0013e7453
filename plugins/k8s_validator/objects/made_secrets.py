"""Secrets that a controller makes of other objects, so that they are there though no manifest holds them."""

from collections.abc import Callable, Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.values import mapping, mappings, text, value_at
from plugins.k8s_validator.subject.subject import Subject

#: Keys of a Secret; ``None`` where only the controller will know.
Keys = frozenset[str] | None
_Made = Iterator[tuple[str, Keys]]


def made_secret(name: str, near: KubernetesObject, subject: Subject) -> tuple[bool, Keys]:
    """Tell whether something in the namespace of an object makes a Secret, and with which keys.

    Args:
        name: name of the Secret.
        near: the object that wants it.
        subject: what is looked at.
    """
    makers = ((make, item) for kind, make in _MAKERS.items() for item in subject.near(near, kind))
    found = [keys for make, item in makers for made, keys in make(item) if made == name]
    known = [keys for keys in found if keys is not None]
    return bool(found), frozenset().union(*known) if found and len(known) == len(found) else None


def _of_provider_class(item: KubernetesObject) -> _Made:
    """Secrets Store CSI Driver: secretObjects, synced as long as a pod mounts the volume."""
    for _, made in mappings(item.spec.get("secretObjects")):
        yield text(made.get("secretName")), frozenset(text(one.get("key")) for _, one in mappings(made.get("data")))


def _of_external(item: KubernetesObject) -> _Made:
    """External Secrets: the target has the object's own name by default; what is merged or not made is no maker."""
    target = mapping(item.spec.get("target"))
    if target.get("creationPolicy") in ("None", "Merge"):
        return
    entries = frozenset(text(one.get("secretKey")) for _, one in mappings(item.spec.get("data")))
    whole = bool(item.spec.get("dataFrom")) or target.get("template") is not None
    yield text(target.get("name")) or item.name, None if whole else entries


def _of_sealed(item: KubernetesObject) -> _Made:
    """Sealed Secrets: the Secret has the object's name; its keys are those that are encrypted, and the template's."""
    template = mapping(value_at(item.spec, ("template", "data")))
    yield item.name, frozenset({*_names(mapping(item.spec.get("encryptedData"))), *_names(template)})


def _of_certificate(item: KubernetesObject) -> _Made:
    """cert-manager: a key pair, with more beside it where key stores are asked for."""
    more = item.spec.get("keystores") or item.spec.get("additionalOutputFormats")
    yield text(item.spec.get("secretName")), None if more else frozenset({"tls.crt", "tls.key", "ca.crt"})


def _names(data: dict[str, Any]) -> Iterator[str]:
    return (name for name in data if isinstance(name, str))


_MAKERS: dict[str, Callable[[KubernetesObject], _Made]] = {
    "SecretProviderClass": _of_provider_class,
    "ExternalSecret": _of_external,
    "SealedSecret": _of_sealed,
    "Certificate": _of_certificate,
}
