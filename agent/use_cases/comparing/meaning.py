"""What changes in meaning between the objects of two outputs; pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from agent.use_cases.comparing.fields import FieldDifference, field_differences, shown_path
from agent.use_cases.comparing.trace_fields import folded_names, lasting_name
from foundation.model.run.meaning import Difference, Folded, Kind, Meaning

#: Objects of each environment.
Objects = Mapping[str, Iterable[dict[str, Any]]]
_WORKLOADS = ("CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet")
_HIDDEN = "(not shown)"


class _Identity(NamedTuple):
    """What makes two objects the same one to an API server; the version of its group does not."""

    name: str
    kind: str
    group: str
    namespace: str

    @property
    def shown(self) -> str:
        return f"{self.kind}/{self.name}"


class _Change(NamedTuple):
    kind: Kind
    object: str
    path: str = ""
    before: Any = None
    after: Any = None


def meaning_of(before: Objects, after: Objects) -> Meaning:
    """Return what changes; the same change of several environments is one.

    Args:
        before: objects of the earlier output by environment.
        after: those of the new one.
    """
    environments: dict[str, tuple[_Change, set[str]]] = {}
    folded, objects = set[str](), 0
    for environment in sorted({*before, *after}):
        old, new = (_by_identity(objects_of.get(environment, ())) for objects_of in (before, after))
        for identity in sorted(old.keys() & new.keys()):
            told, names = _of_object(identity, old[identity], new[identity])
            folded |= names
            objects += bool(names)
            _note(told, environment, environments)
        _note(_of_identities(old.keys() - new.keys(), new.keys() - old.keys()), environment, environments)
    ranked = sorted(environments.values(), key=lambda entry: _rank(entry[0]))
    return Meaning(
        differences=[Difference(environments=sorted(where), **change._asdict()) for change, where in ranked],
        folded=Folded(objects=objects, fields=sorted(folded)) if folded else None,
    )


def _note(changes: Iterable[_Change], environment: str, environments: dict[str, tuple[_Change, set[str]]]) -> None:
    for change in changes:
        key = json.dumps(change, sort_keys=True, default=str)
        environments.setdefault(key, (change, set()))[1].add(environment)


def _rank(change: _Change) -> tuple[bool, bool, str, str, str]:
    """Put what runs first, and its image before all else."""
    works = change.object.partition("/")[0] in _WORKLOADS
    key = json.dumps(change, sort_keys=True, default=str)
    return not works, not change.path.endswith(".image"), change.object, change.path, key


def _by_identity(objects: Iterable[dict[str, Any]]) -> dict[_Identity, dict[str, Any]]:
    return {_identity(data): data for data in objects}


def _identity(data: dict[str, Any]) -> _Identity:
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    kind, group = str(data.get("kind")), str(data.get("apiVersion")).rpartition("/")[0]
    return _Identity(lasting_name(kind, metadata.get("name")), kind, group, str(metadata.get("namespace", "")))


def _of_object(identity: _Identity, before: dict[str, Any], after: dict[str, Any]) -> tuple[list[_Change], set[str]]:
    """Return what changes of one object, and the names of what is folded."""
    changes, names = list[_Change](), set[str]()
    for difference in field_differences(before, after):
        folded = folded_names(difference)
        names |= {*folded}
        if not folded:
            changes.append(_of_field(identity, difference))
    return changes, names


def _of_field(identity: _Identity, difference: FieldDifference) -> _Change:
    if identity.kind == "Job" and difference.path == ("metadata", "name"):
        return _Change("runs-anew", identity.shown)
    before, after = difference.before, difference.after
    if identity.kind == "Secret" and difference.path[0] in ("data", "stringData"):
        before, after = (None if value is None else _HIDDEN for value in (before, after))
    return _Change(difference.kind, identity.shown, shown_path(difference.path), before, after)


def _of_identities(gone: set[_Identity], come: set[_Identity]) -> Iterator[_Change]:
    """Tell what went and came; where one takes over the name of another, that is one change."""
    left = sorted(come)
    for old in sorted(gone):
        new = next((identity for identity in left if _takes_over(old, identity)), None)
        if new is None:
            yield _Change("removed", old.shown)
        else:
            left.remove(new)
            yield _Change("replaced", old.shown, before=_full(old, new), after=_full(new, old))
    for new in left:
        yield _Change("added", new.shown)


def _takes_over(old: _Identity, new: _Identity) -> bool:
    if old.name != new.name:
        return False
    return old.kind == new.kind or (old.kind in _WORKLOADS and new.kind in _WORKLOADS)


def _full(identity: _Identity, other: _Identity) -> str:
    """Return an identity with what sets it apart from another."""
    group = f".{identity.group}" if identity.group != other.group and identity.group else ""
    namespace = f" in {identity.namespace or 'no namespace'}" if identity.namespace != other.namespace else ""
    return f"{identity.kind}{group}/{identity.name}{namespace}"
