"""Merging settings of layers; pure functions over plain data.

Mappings merge key by key. The keyed lists (``env``, ``ports``, ``volumes``, ``secrets``) merge by the
name of their entries. Everything else replaces. ``null`` removes.
"""

from dataclasses import dataclass, field
from typing import Any

from agent.model.overlay import KEYED_LISTS

#: Mappings that only make sense whole: half of one and half of another means something else.
_WHOLE = frozenset({"affinity"})
_PROBES = frozenset({"liveness_probe", "readiness_probe", "startup_probe"})
_PROBE_ACTIONS = frozenset({"httpGet", "tcpSocket", "grpc", "exec"})


@dataclass(frozen=True)
class Layer:
    """One layer of settings.

    Attributes:
        name: what ``explain`` shows.
        prefix: where the layer stands in the bundle, such as ``environments.dev``; empty if outside.
        settings: the settings it gives, as plain data.
    """

    name: str
    prefix: str
    settings: dict[str, Any]


@dataclass
class Merged:
    """The outcome: plain settings, and the layer of each leaf by dotted path."""

    settings: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


def merge(layers: list[Layer]) -> Merged:
    """Merge layers; a later one wins.

    Returns:
        The merged settings, the origin of each leaf, and the top-level keys that a layer removed
        and no later layer set again.
    """
    merged = Merged()
    for layer in layers:
        for key, value in layer.settings.items():
            if value is None:
                merged.removed.add(key)
            else:
                merged.removed.discard(key)
        _merge_mapping(merged.settings, layer.settings, layer.name, "", merged.origins)
    return merged


def _merge_mapping(
    target: dict[str, Any], upper: dict[str, Any], layer: str, path: str, origins: dict[str, str]
) -> None:
    for key, value in upper.items():
        place = f"{path}.{key}" if path else key
        if value is None:
            target.pop(key, None)
            _forget(origins, place)
        elif key in KEYED_LISTS and not path and isinstance(target.get(key), list):
            _merge_keyed(target[key], value, layer, place, origins)
        elif isinstance(value, dict) and isinstance(target.get(key), dict) and key not in _WHOLE:
            if key in _PROBES:
                _drop_other_action(target[key], value, place, origins)
            _merge_mapping(target[key], value, layer, place, origins)
        else:
            _forget(origins, place)
            target[key] = _copy(value, layer, place, origins, keyed=key in KEYED_LISTS and not path)


def _drop_other_action(probe: dict[str, Any], upper: dict[str, Any], place: str, origins: dict[str, str]) -> None:
    """A probe does one thing: a layer that names another action replaces the lower one's."""
    if _PROBE_ACTIONS & upper.keys():
        for action in _PROBE_ACTIONS & probe.keys() - upper.keys():
            del probe[action]
            _forget(origins, f"{place}.{action}")


def _merge_keyed(
    target: list[dict[str, Any]], upper: list[dict[str, Any]], layer: str, path: str, origins: dict[str, str]
) -> None:
    for entry in upper:
        name = entry.get("name")
        place = f"{path}[{name}]"
        position = next((index for index, old in enumerate(target) if old.get("name") == name), None)
        removes = len(entry) > 1 and all(value is None for key, value in entry.items() if key != "name")
        if position is None:
            if not removes:
                target.append(_copy(entry, layer, place, origins))
        elif removes:
            del target[position]
            _forget(origins, place)
        elif path == "env":
            # A variable has one value; a literal replaces a reference and the other way round.
            _forget(origins, place)
            target[position] = _copy(entry, layer, place, origins)
        else:
            _merge_mapping(target[position], entry, layer, place, origins)


def _copy(value: Any, layer: str, path: str, origins: dict[str, str], keyed: bool = False) -> Any:
    """Copy a value without its nulls and note the origin of its leaves."""
    if isinstance(value, dict):
        return {key: _copy(inner, layer, f"{path}.{key}", origins) for key, inner in value.items() if inner is not None}
    if keyed:
        entries: list[dict[str, Any]] = []
        _merge_keyed(entries, value, layer, path, origins)
        return entries
    origins[path] = layer
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value


def _forget(origins: dict[str, str], path: str) -> None:
    for known in [known for known in origins if known == path or known.startswith((f"{path}.", f"{path}["))]:
        del origins[known]
