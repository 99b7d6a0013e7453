"""Changes between two outputs that the API server refuses; pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.findings import Finding
from foundation.model.run.changes import same_but_for_run
from plugins.k8s_validator.objects.values import mapping, value_at
from plugins.k8s_validator.subject.documents import read_text
from plugins.k8s_validator.upgrades.by_meaning import Change, partial_changes, same_claims
from plugins.k8s_validator.upgrades.fixed_fields import FIXED

_Objects = dict[tuple[str, str, str], dict[str, Any]]
_CLAIMS = ("spec", "volumeClaimTemplates")
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


def _finding(file: str, data: dict[str, Any], change: Change) -> Finding:
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


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    kind = after["kind"]
    for field in FIXED.get(kind, ()):
        old, new = (value_at(data, field.path) for data in (before, after))
        if field.path == _CLAIMS and same_claims(old, new):
            continue
        if (field.default if old is None else old) != (field.default if new is None else new):
            message = f"{field.path[-1]} of a {kind} cannot change; the API server refuses an upgrade to this"
            yield _first_difference(field.path, old, new), message, field.remedy
    yield from partial_changes(kind, before, after)
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
