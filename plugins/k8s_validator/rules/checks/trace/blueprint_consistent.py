"""The objects of one component come from one blueprint, as their labels and annotations say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.model.findings import Finding
from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.values import mapping, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

_KEY = "blueprint_id"
#: Labels that say whose an object is, the surest first.
_COMPONENT = ("component", "app.kubernetes.io/instance", "app.kubernetes.io/name")


@dataclass(frozen=True)
class _Named:
    """One place that names a blueprint."""

    item: KubernetesObject
    path: Path
    blueprint: str


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    components: dict[tuple[str | None, ...], list[_Named]] = {}
    for item in subject.objects:
        components.setdefault(_component(item), []).extend(_named(item))
    for places in components.values():
        counts = Counter(place.blueprint for place in places)
        most = next(iter(counts.most_common(1)), ("", 0))[0]
        for place in places:
            if place.blueprint != most:
                message = f"{_KEY} is {quoted(place.blueprint)} where the component has {quoted(most)} elsewhere"
                yield subject.finding(check, message, object=place.item, path=place.path)


def _component(item: KubernetesObject) -> tuple[str | None, ...]:
    """Return what tells one component from another; an object that names none is one by itself."""
    labels = mapping(item.metadata.get("labels"))
    names = (text(labels.get(label)) for label in _COMPONENT)
    name = next(filter(None, names), f"{item.label} alone")
    return item.namespace, name, item.environment


def _named(item: KubernetesObject) -> Iterator[_Named]:
    for path, metadata in item.metadata_places:
        for part in ("annotations", "labels"):
            if found := text(mapping(metadata.get(part)).get(_KEY)):
                yield _Named(item, (*path, part, _KEY), found)


CHECK = Check(
    code="blueprint-consistent",
    severity="error",
    title="All objects of a component name one blueprint, in labels and annotations alike.",
    remedy="Give the objects one blueprint_id, or generate them anew from one bundle.",
    references=("mission: the blueprint_id annotation must be consistent",),
    run=_run,
    waivable=False,
    decided_by=(),
)
