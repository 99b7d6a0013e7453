"""Changes between two outputs that the API server refuses; pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.findings import Finding
from foundation.model.run.changes import same_but_for_run
from plugins.k8s_validator.objects.quantities import amount
from plugins.k8s_validator.objects.values import mapping, value_at
from plugins.k8s_validator.subject.documents import read_text
from plugins.k8s_validator.upgrades.fixed_fields import FIXED

_Objects = dict[tuple[str, str, str], dict[str, Any]]
#: Path, message and remedy.
_Change = tuple[tuple[str, ...], str, str]
_STORAGE = ("spec", "resources", "requests", "storage")
_ANOTHER = "Give it another name, or delete it and apply anew."


def refused_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Finding]:
    """Return what an upgrade from one output to another would be refused for.

    Args:
        before: texts of the earlier output's manifests, by path.
        after: those of the new one.
    """
    findings = []
    for path in sorted(before.keys() & after.keys()):
        if same_but_for_run(before[path], after[path]):  # most files, and reading them takes the time
            continue
        known = _objects(before[path], path)
        for identity, data in _objects(after[path], path).items():
            if identity in known:
                findings += [_finding(path, data, change) for change in _changes(known[identity], data)]
    return findings


def _objects(text: str, path: str) -> _Objects:
    found: _Objects = {}
    for data in read_text(text, path).objects:
        metadata = mapping(mapping(data).get("metadata"))
        found[str(mapping(data).get("kind")), str(metadata.get("namespace", "")), str(metadata.get("name"))] = data
    return found


def _finding(file: str, data: dict[str, Any], change: _Change) -> Finding:
    path, message, remedy = change
    return Finding(
        code="upgrade-refused",
        severity="warning",
        message=message,
        remedy=remedy,
        file=file,
        object=f"{data['kind']}/{data['metadata']['name']}",
        path=".".join(path),
        environment=file.split("/")[1] if file.startswith("manifests/") else None,
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[_Change]:
    kind = after["kind"]
    for field in FIXED.get(kind, ()):
        old, new = (value_at(data, field.path) for data in (before, after))
        if (field.default if old is None else old) != (field.default if new is None else new):
            message = f"{field.path[-1]} of a {kind} cannot change; the API server refuses an upgrade to this"
            yield _first_difference(field.path, old, new), message, field.remedy
    if kind == "PersistentVolumeClaim":
        yield from _claim(before, after)
    if kind == "Service":
        yield from _service(before, after)
    if kind in ("ConfigMap", "Secret") and before.get("immutable") is True:
        for name in ("data", "stringData", "binaryData", "immutable"):
            if before.get(name) != after.get(name):
                message = f"{name} of an immutable {kind} cannot change; the API server refuses an upgrade to this"
                yield (name,), message, _ANOTHER


def _first_difference(path: tuple[str, ...], old: object, new: object) -> tuple[str, ...]:
    """Point at the entry of a list, where one of as many as before is another."""
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        index = next(at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other)
        return (*path[:-1], f"{path[-1]}[{index}]")
    return path


def _claim(before: dict[str, Any], after: dict[str, Any]) -> Iterator[_Change]:
    old, new = (amount(value_at(data, _STORAGE)) for data in (before, after))
    if old is None or new is None or old == new:
        return
    if new < old:
        message = "a claim cannot shrink; the API server refuses an upgrade to this"
        yield _STORAGE, message, "Make a smaller claim of another name and copy the data."
    else:
        message = "a claim grows only where its StorageClass has allowVolumeExpansion; elsewhere an upgrade is refused"
        yield _STORAGE, message, "Look at the StorageClass first, or make a claim of another name and copy the data."


def _service(before: dict[str, Any], after: dict[str, Any]) -> Iterator[_Change]:
    """An address is given once: a Service becomes headless, or stops being it, only anew.

    Where clusterIP is taken out, the server keeps the one that is there and says nothing.
    """
    path = ("spec", "clusterIP")
    old, new = (value_at(data, path) for data in (before, after))
    external = "ExternalName" in (value_at(before, ("spec", "type")), value_at(after, ("spec", "type")))
    remedy = "Delete the Service and apply it anew; nobody reaches it meanwhile."
    if external or old == new:
        return
    if new is not None:
        yield path, "clusterIP of a Service cannot change; the API server refuses an upgrade to this", remedy
    elif old == "None":
        yield path, "the Service stays headless: the API server keeps a clusterIP that is taken out", remedy
