"""Labels or annotations that a place must carry."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from foundation.model.findings import Finding
from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

_KEYS: dict[Literal["label", "annotation"], str] = {"label": "labels", "annotation": "annotations"}


def entry_findings(
    check: Check,
    subject: Subject,
    item: KubernetesObject,
    path: Path,
    metadata: Mapping[str, Any],
    kind: Literal["label", "annotation"],
    expected: Mapping[str, str | None],
) -> Iterator[Finding]:
    """Yield one finding for all entries that are missing, and one for each that has another value.

    Args:
        check: the rule that asks.
        subject: what is looked at.
        item: the object.
        path: path of the metadata in the object.
        metadata: the metadata.
        kind: which entries of the metadata are meant.
        expected: names of the entries; with a value where it is known.
    """
    place = (*path, _KEYS[kind])
    entries = metadata.get(_KEYS[kind])
    found = entries if isinstance(entries, dict) else {}
    missing = [name for name in expected if not found.get(name)]
    if missing:
        yield subject.finding(check, _missing(kind, missing), object=item, path=place)
    for name, value in expected.items():
        if name not in missing and value is not None and found[name] != value:
            message = f"the {kind} {name} is {found[name]!r} and should be {value!r}"
            yield subject.finding(check, message, object=item, path=(*place, name))


def _missing(kind: Literal["label", "annotation"], names: list[str]) -> str:
    if len(names) == 1:
        return f"the {kind} {names[0]} is missing"
    return f"the {_KEYS[kind]} {', '.join(names[:-1])} and {names[-1]} are missing"
