"""The objects that a pod names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.accounts import DEFAULT_ACCOUNT, account_field, account_name
from plugins.k8s_validator.objects.pods import Container, Pod
from plugins.k8s_validator.objects.values import mapping, mappings, text

_SOURCES = {"configMapRef": "ConfigMap", "secretRef": "Secret"}
_KEYS = {"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret"}


@dataclass(frozen=True)
class Reference:
    """A name of another object in the same namespace.

    Attributes:
        kind: its kind.
        name: its name.
        path: where it is named, in the object that holds the pod.
        key: key of the object that is wanted, if only one is.
        optional: whether the pod starts without it too.
    """

    kind: str
    name: str
    path: Path
    key: str | None = None
    optional: bool = False


def references_of(pod: Pod) -> Iterator[Reference]:
    """Yield every object that a pod names; names that are missing or no text are for the schema."""
    found = [*_of_spec(pod), *(one for container in pod.containers for one in _of_container(container))]
    yield from (reference for reference in found if reference.name)


def _of_spec(pod: Pod) -> Iterator[Reference]:
    base = pod.place
    if account_name(pod) != DEFAULT_ACCOUNT:
        yield Reference("ServiceAccount", account_name(pod), (*base, account_field(pod)))
    for index, secret in mappings(pod.spec.get("imagePullSecrets")):
        yield Reference("Secret", text(secret.get("name")), (*base, "imagePullSecrets", index, "name"))
    for index, volume in pod.volumes():
        place = (*base, "volumes", index)
        yield from _of_source(volume, place)
        for position, source in mappings(mapping(volume.get("projected")).get("sources")):
            yield from _of_projection(source, (*place, "projected", "sources", position))


def _of_source(volume: dict[str, Any], place: Path) -> Iterator[Reference]:
    secret, config = mapping(volume.get("secret")), mapping(volume.get("configMap"))
    claim = mapping(volume.get("persistentVolumeClaim"))
    secret_place = (*place, "secret", "secretName")
    yield Reference("Secret", text(secret.get("secretName")), secret_place, optional=secret.get("optional") is True)
    yield from _items("Secret", text(secret.get("secretName")), secret, (*place, "secret"))
    yield _named("ConfigMap", config, (*place, "configMap"))
    yield from _items("ConfigMap", text(config.get("name")), config, (*place, "configMap"))
    name = text(claim.get("claimName"))
    yield Reference("PersistentVolumeClaim", name, (*place, "persistentVolumeClaim", "claimName"))


def _of_projection(source: dict[str, Any], place: Path) -> Iterator[Reference]:
    for field, kind in (("secret", "Secret"), ("configMap", "ConfigMap")):
        named = mapping(source.get(field))
        yield _named(kind, named, (*place, field))
        yield from _items(kind, text(named.get("name")), named, (*place, field))


def _items(kind: str, name: str, source: dict[str, Any], place: Path) -> Iterator[Reference]:
    """Yield the keys that a volume takes; without a list it takes them all."""
    for index, item in mappings(source.get("items")):
        if key := text(item.get("key")):
            yield Reference(kind, name, (*place, "items", index, "key"), key, source.get("optional") is True)


def _of_container(container: Container) -> Iterator[Reference]:
    for index, source in mappings(container.data.get("envFrom")):
        for field, kind in _SOURCES.items():
            yield _named(kind, mapping(source.get(field)), (*container.path, "envFrom", index, field))
    for index, variable in mappings(container.data.get("env")):
        for field, kind in _KEYS.items():
            source = mapping(mapping(variable.get("valueFrom")).get(field))
            place = (*container.path, "env", index, "valueFrom", field)
            yield _named(kind, source, place, text(source.get("key")) or None)


def _named(kind: str, source: dict[str, Any], place: Path, key: str | None = None) -> Reference:
    return Reference(kind, text(source.get("name")), (*place, "name"), key, source.get("optional") is True)
