"""What may be in a container only once, whichever settings it comes from."""

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator

from foundation.model.bundle.api_token import TOKEN_VOLUME
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.mounts import mount_places, mounts_by_container, volume_places
from foundation.model.bundle.service_names import headless_name, service_names
from foundation.model.errors import Problem
from foundation.model.expressions import expression
from plugins.overlay_merge.watching import Rule

#: Volumes that the pod template makes itself.
_COLLECTOR = "otel-collector"
_OWN_VOLUMES = expression(rf"(scratch|secret)-[0-9]+|otel-collector|{TOKEN_VOLUME}")


def clash_rules(slug: Callable[[], str], workload: Callable[[], str], environment: EffectiveEnvironment) -> list[Rule]:
    """Return the rules about names that would be there twice.

    Args:
        slug: returns the name of the component's objects.
        workload: returns the kind that runs it.
        environment: the merged settings.
    """
    settings = environment.settings
    return [
        lambda: _variables(environment),
        lambda: _mount_paths(environment),
        lambda: _volumes(settings),
        lambda: _files(settings),
        lambda: _containers(slug(), settings),
        lambda: _services(slug(), workload(), settings),
    ]


def _services(slug: str, workload: str, settings: Layer) -> Iterator[Problem]:
    names = service_names(slug, settings)
    if workload == "StatefulSet" and settings.headless_service is None:
        names.append(headless_name(slug, settings))
    further = {service.name for service in settings.services or []}
    for name in _twice(names):
        path = f"component.services[{name}]" if name in further else "component.headless_service"
        yield _problem("service-twice", f"two Services are called {name}", "Choose another name.", path)


def _files(settings: Layer) -> Iterator[Problem]:
    for files in settings.files or []:
        for name in sorted({*(files.data or {})} & {*(files.binary_data or {})}):
            message = f"files[{files.name}] has {name} both as text and as bytes"
            yield _problem(
                "file-twice", message, "Keep one of them.", f"component.files[{files.name}].binary_data.{name}"
            )


def _volumes(settings: Layer) -> Iterator[Problem]:
    places = volume_places(settings)
    for place, name in _repeated(places):
        message = f"{name} is the name of more than one of claims, files and volumes"
        yield _problem("volume-twice", message, "Choose another name.", f"component.{place}")
    for place, name in places:
        if _OWN_VOLUMES.fullmatch(name):
            message = f"the pod has a volume {name} of its own"
            yield _problem("volume-name-taken", message, "Choose another name.", f"component.{place}")


def _containers(slug: str, settings: Layer) -> Iterator[Problem]:
    sidecars = [container.name for container in settings.sidecars or []]
    names = [*(container.name for container in settings.init_containers or []), *sidecars]
    own = settings.container_name or slug
    for name in _twice([*names, own, *([_COLLECTOR] if _COLLECTOR in names else [])]):
        message = f"two containers of the pod are called {name}"
        group = "sidecars" if name in sidecars else "init_containers"
        yield _problem("container-twice", message, "Choose another name.", f"component.{group}[{name}]")


def _variables(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    places = [("env", variable.name) for variable in settings.env or []]
    places += [
        (f"secrets[{secret.name}].env[{variable.name}]" if secret.name else "secrets", variable.name)
        for secret in settings.secrets or []
        for variable in secret.env or []
    ]
    for name, place in sorted({name: place for place, name in _repeated(places)}.items()):
        message = f"the variable {name} is set more than once in {environment.name}"
        yield _problem("variable-twice", message, "Keep one of env and the secrets' env.", f"component.{place}")


def _mount_paths(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    _, *beside = mounts_by_container(settings)
    containers = [mount_places(settings)]
    containers += [
        [(f"{place}[{mount.mount_path}]", posixpath.normpath(mount.mount_path)) for mount in mounts]
        for place, mounts in beside
    ]
    for places in containers:
        for place, path in _repeated(places):
            message = f"two volumes would be mounted at {path} in {environment.name}"
            yield _problem("mount-path-twice", message, "Choose another path.", f"component.{place}")


def _repeated(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each name that stands there before, with its place."""
    return [place for index, place in enumerate(places) if place[1] in {name for _, name in places[:index]}]


def _problem(code: str, message: str, remedy: str, path: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, path=path)


def _twice(names: list[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
