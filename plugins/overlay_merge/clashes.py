"""What may be in a container only once, whichever settings it comes from."""

import re
from collections import Counter
from collections.abc import Iterator

from agent.model.effective import EffectiveEnvironment
from agent.model.errors import Problem
from agent.model.labels import RESERVED_LABELS
from agent.model.mounts import mount_places, volume_places
from agent.model.overlay import Overlay
from agent.model.settings.services import ServiceSettings

#: Volumes that the pod template makes itself.
_COLLECTOR = "otel-collector"
_OWN_VOLUMES = re.compile(r"(scratch|secret)-[0-9]+|otel-collector")


def clashes(slug: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield a problem for each name that would be there twice.

    Args:
        slug: what the component's own container and Service are called by default.
        environment: the merged settings.
    """
    settings = environment.settings
    yield from _variables(environment)
    yield from _mount_paths(environment)
    yield from _volumes(settings)
    yield from _containers(slug, settings)
    yield from _labels(settings)
    own = (
        [(settings.service or ServiceSettings()).name or slug]
        if settings.ports and settings.enable_service is not False
        else []
    )
    for name in _twice([*own, *(further.name for further in settings.services or [])]):
        yield _problem("service-twice", f"two Services are called {name}", "Choose another name.", "component.services")


def _volumes(settings: Overlay) -> Iterator[Problem]:
    places = volume_places(settings)
    for place, name in _repeated(places):
        message = f"{name} is the name of more than one of claims, files and volumes"
        yield _problem("volume-twice", message, "Choose another name.", f"component.{place}")
    for place, name in places:
        if _OWN_VOLUMES.fullmatch(name):
            message = f"the pod has a volume {name} of its own"
            yield _problem("volume-name-taken", message, "Choose another name.", f"component.{place}")


def _containers(slug: str, settings: Overlay) -> Iterator[Problem]:
    beside = [*(settings.init_containers or []), *(settings.sidecars or [])]
    names = [container.name for container in beside]
    own = settings.container_name or slug
    for name in _twice([*names, own, *([_COLLECTOR] if _COLLECTOR in names else [])]):
        message = f"two containers of the pod are called {name}"
        yield _problem("container-twice", message, "Choose another name.", "component.sidecars")


def _labels(settings: Overlay) -> Iterator[Problem]:
    """The chart writes its own labels and those of the trace; each may be there only once."""
    places: dict[str, dict[str, str | None] | None] = {
        "labels": settings.labels,
        "pod_labels": settings.pod_labels,
        "service.labels": settings.service.labels if settings.service else None,
        "ingress.labels": settings.ingress.labels if settings.ingress else None,
        "service_account.labels": settings.service_account.labels if settings.service_account else None,
    }
    common = settings.common_labels or {}
    for place, labels in {"common_labels": common, **places}.items():
        for name in sorted(labels or {}):
            if name in RESERVED_LABELS:
                message = f"the label {name} is the platform's own"
                yield _problem("label-reserved", message, "Leave it out.", f"component.{place}.{name}")
            elif place != "common_labels" and name in common:
                message = f"the label {name} stands in common_labels too"
                yield _problem("label-twice", message, "Keep one of them.", f"component.{place}.{name}")


def _variables(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    names = [variable.name for variable in settings.env or []]
    names += [variable.name for secret in settings.secrets or [] for variable in secret.env or []]
    for name in _twice(names):
        message = f"the variable {name} is set more than once in {environment.name}"
        yield _problem("variable-twice", message, "Keep one of env and the secrets' env.", "component.secrets")


def _mount_paths(environment: EffectiveEnvironment) -> Iterator[Problem]:
    for place, path in _repeated(mount_places(environment.settings)):
        message = f"two volumes would be mounted at {path} in {environment.name}"
        yield _problem("mount-path-twice", message, "Choose another path.", f"component.{place}")


def _repeated(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each name that stands there before, with its place."""
    return [place for index, place in enumerate(places) if place[1] in {name for _, name in places[:index]}]


def _problem(code: str, message: str, remedy: str, path: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, path=path)


def _twice(names: list[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
