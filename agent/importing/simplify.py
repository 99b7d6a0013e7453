"""Making a bundle shorter: what the platform says by itself need not be said again."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Protocol, cast

from agent.importing.objects import mapping, mappings
from foundation.model.errors import InputError
from foundation.source.tree import Path

#: Returns what a bundle comes to, in any form that can be compared; nothing where it comes to nothing.
Trial = Callable[[dict[str, Any]], Any]


class Outcome(Protocol):
    """What bundles come to."""

    def __call__(self, document: dict[str, Any], /) -> Any:
        """Return what a bundle comes to, in any form that can be compared; ``InputError`` where it comes to nothing."""

    def tried(self, document: dict[str, Any], /) -> Any:
        """Return the same faster, whatever the rules say of the bundle; nothing where it comes to nothing."""


#: What is never left out, although the platform might say the same: it is what people look for first.
_KEPT = frozenset({"name", "type", "transport", "container_image", "ports"})
#: What the platform has nothing to say about, so that trying would only take time.
_UNSAID = frozenset(
    {"env", "env_from", "command", "args", "config", "files", "volumes", "volume_mounts", "secrets", "schedule"}
    | {"labels", "annotations", "pod_labels", "pod_annotations", "common_labels", "common_annotations"}
    | {"image", "volumeMounts"}
)
#: How deep inside a setting single keys can be left out; all other settings stand or fall as a whole.
_DEPTHS = {
    "autoscale": 1,
    "claims": 2,
    "disruption_budget": 1,
    "ingress": 1,
    "init_containers": 2,
    "network_policy": 1,
    "observability": 1,
    "pod_security_context": 1,
    "ports": 2,
    "resources": 2,
    "security_context": 2,
    "security_profile": 1,
    "service": 1,
    "services": 4,
    "sidecars": 2,
    "topology_spread_constraints": 0,
}
_MOST_TRIALS = 400


class Shortener:
    """Makes bundles shorter, each once, and remembers what could go.

    Args:
        outcome: what a bundle comes to.
    """

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._shortened: dict[str, dict[str, Any]] = {}
        self._went: dict[str, bool] = {}

    def simplified(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the shortest bundle that comes to the same.

        Args:
            document: a bundle as plain data; it is not changed.

        Returns:
            The bundle, as it was where it comes to nothing.
        """
        key = json.dumps(document)
        if key not in self._shortened:
            self._shortened[key] = self._once(document)
        return self._shortened[key]

    def _once(self, document: dict[str, Any]) -> dict[str, Any]:
        try:
            wanted = self._outcome(document)
        except InputError:
            return document
        shorter, checked = self._shortest(document, self._outcome.tried), _checked(self._outcome)
        return shorter if checked(shorter) == wanted else self._shortest(document, checked)

    def _shortest(self, document: dict[str, Any], trial: Trial) -> dict[str, Any]:
        wanted, current = trial(document), deepcopy(document)
        for shorter in (_ports_alone, _one_host):
            current = _better(shorter(current), current, trial, wanted)
        paths = list(_candidates(current))[:_MOST_TRIALS]
        keys = {path: _said_at(current, path) for path in paths}
        # What went from other bundles mostly goes from this one: all of it is left out in one trial.
        current = _left_out([path for path in paths if self._went.get(keys[path])], current, trial, wanted)
        for path in paths:
            without = _without(current, path)
            current = _better(without, current, trial, wanted)
            self._went[keys[path]] = without is None or current is without
        return current


def _said_at(document: dict[str, Any], path: Path) -> str:
    """Return a path with what is said there."""
    value: Any = document
    for part in path:
        value = value[part]
    return json.dumps([path, value])


def _checked(outcome: Outcome) -> Trial:
    """Return a trial that asks every rule: slower, and needed where one refuses what the fast one took."""

    def trial(document: dict[str, Any]) -> Any:
        try:
            return outcome(document)
        except InputError:
            return None

    return trial


def _left_out(paths: list[Path], current: dict[str, Any], trial: Trial, wanted: Any) -> dict[str, Any]:
    """Leave out all of some paths in one trial, or where that changes the outcome those halves of them that do not."""
    shorter = current
    for path in paths:
        shorter = _without(shorter, path) or shorter
    if shorter is current:
        return current
    better = _better(shorter, current, trial, wanted)
    if better is shorter or len(paths) == 1:
        return better
    middle = len(paths) // 2
    return _left_out(paths[middle:], _left_out(paths[:middle], current, trial, wanted), trial, wanted)


def within_limits(document: dict[str, Any], outcome: Outcome) -> list[str]:
    """Keep the platform's default limits from being below what the workload asks for.

    Args:
        document: a bundle; limits that would be too low are switched off in it.
        outcome: what a bundle comes to.

    Returns:
        The resources that now have no limit.
    """
    try:
        outcome(document)
    except InputError as error:
        prefix = "component.resources.requests."
        low = [problem.path or "" for problem in error.problems if problem.code == "requests-above-limits"]
        names = list(dict.fromkeys(path.removeprefix(prefix) for path in low if path.startswith(prefix)))
        limits = document["component"].get("resources", {}).setdefault("limits", {}) if names else {}
        free = [name for name in names if name not in limits]
        limits.update(dict.fromkeys(free))
        return free
    return []


def _better(candidate: dict[str, Any] | None, current: dict[str, Any], trial: Trial, wanted: Any) -> dict[str, Any]:
    return candidate if candidate is not None and trial(candidate) == wanted else current


def _candidates(document: dict[str, Any]) -> Iterator[Path]:
    """Yield what could be left out, outer things before what is in them."""
    if "version" in document:
        yield ("version",)
    component = document["component"]
    for key in component:
        if key in _UNSAID:
            continue
        if key not in _KEPT:
            yield ("component", key)
        yield from _inside(component[key], ("component", key), _DEPTHS.get(key, 0))


def _inside(value: Any, path: Path, depth: int) -> Iterator[Path]:
    if depth <= 0:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _UNSAID or key == "name":
                continue
            yield (*path, key)
            yield from _inside(inner, (*path, key), depth - 1)
    if isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, dict):
                yield from _inside(inner, (*path, index), depth - 1)


def _without(document: dict[str, Any], path: Path) -> dict[str, Any] | None:
    """Return the document without one key; mappings that become empty go too, and all else is shared with it."""
    above: list[Any] = [document]
    for part in path[:-1]:
        if isinstance(above[-1], dict) and part not in above[-1]:
            return None
        above.append(above[-1][part])
    holder, parent = above.pop(), path[:-1]
    if not isinstance(holder, dict) or path[-1] not in holder:
        return None
    changed: Any = {key: value for key, value in holder.items() if key != path[-1]}
    if not changed and len(parent) > 1 and isinstance(parent[-1], str):
        return _without(document, parent)
    for part, outer in zip(reversed(parent), reversed(above), strict=True):
        around = outer.copy()
        around[part] = changed
        changed = around
    return cast("dict[str, Any]", changed)


def _ports_alone(document: dict[str, Any]) -> dict[str, Any] | None:
    """Say each port once, Service and container together."""
    changed = deepcopy(document)
    component = changed["component"]
    listening = {port.get("name"): port for port in mappings(component.pop("container_ports", None))}
    for port in mappings(component.get("ports")):
        target = port.get("targetPort")
        if isinstance(target, str) and target in listening:
            port["targetPort"] = listening[target].get("containerPort")
    return changed


def _one_host(document: dict[str, Any]) -> dict[str, Any] | None:
    """Write an Ingress with one host and one path in the short form."""
    changed = deepcopy(document)
    ingress = mapping(changed["component"].get("ingress"))
    hosts = mappings(ingress.get("hosts"))
    paths = mappings(hosts[0].get("paths")) if hosts else []
    if len(hosts) != 1 or len(paths) != 1 or "host" not in hosts[0] or "service" in paths[0]:
        return None
    del ingress["hosts"]
    short = {"host": hosts[0]["host"], "path": paths[0].get("path"), "path_type": paths[0].get("pathType")}
    changed["component"]["ingress"] = {
        **{("pathType" if key == "path_type" else key): value for key, value in short.items() if value is not None},
        **ingress,
    }
    return changed
