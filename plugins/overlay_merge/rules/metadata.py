"""Labels and annotations: the chart writes its own and the trace's; each may be there only once."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.errors import Problem
from foundation.model.labels import RESERVED_ANNOTATIONS, RESERVED_LABELS

#: Settings with labels and annotations of one object.
_OBJECTS = ("service", "ingress", "gateway", "virtual_service", "network_policy", "service_account")
#: Lists of such settings.
_LISTS = ("services", "claims", "files")


def label_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield a problem for each label that would be there twice, or is the platform's own."""
    settings = environment.settings
    labels = [("labels", settings.labels), ("pod_labels", settings.pod_labels), *_places(settings, "labels")]
    yield from _clashes("label", labels, settings.common_labels or {}, RESERVED_LABELS)


def annotation_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield a problem for each annotation that would be there twice, or is the platform's own."""
    settings = environment.settings
    annotations = [
        ("annotations", settings.annotations),
        ("pod_annotations", settings.pod_annotations),
        *_places(settings, "annotations"),
    ]
    if settings.service_mesh is not None:
        annotations.append(("service_mesh.annotations", settings.service_mesh.annotations))
    yield from _clashes("annotation", annotations, settings.common_annotations or {}, RESERVED_ANNOTATIONS)


def _places(settings: Layer, what: str) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    for name in _OBJECTS:
        if (given := getattr(settings, name)) is not None:
            yield f"{name}.{what}", getattr(given, what)
    for name in _LISTS:
        for entry in getattr(settings, name) or []:
            yield f"{name}[{entry.name}].{what}", getattr(entry, what)


def _clashes(
    what: str,
    places: list[tuple[str, Mapping[str, Any] | None]],
    common: Mapping[str, Any],
    reserved: frozenset[str],
) -> Iterator[Problem]:
    for place, given in [(f"common_{what}s", common), *places]:
        for name in sorted(given or {}):
            if name in reserved:
                yield _problem(
                    f"{what}-reserved", f"the {what} {name} is the platform's own", "Leave it out.", place, name
                )
            elif given is not common and name in common:
                message = f"the {what} {name} stands in common_{what}s too"
                yield _problem(f"{what}-twice", message, "Keep one of them.", place, name)


def _problem(code: str, message: str, remedy: str, place: str, name: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, path=f"component.{place}.{name}")
