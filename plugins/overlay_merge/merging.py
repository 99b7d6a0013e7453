"""Merging settings of layers; pure functions over plain data.

Mappings merge key by key. The keyed lists merge by the key that names their entries
(``foundation.model.bundle.layer.KEYED_LISTS``). Everything else replaces. ``null`` removes. In security contexts it
stays: there it removes what the platform's policy says, which is no layer.

While they merge, values stand in a tree whose leaves know their layer.
"""

from dataclasses import dataclass, field
from typing import Any

from foundation.model.bundle.layer import KEYED_LISTS, WHOLE_ENTRIES
from foundation.model.bundle.removal import is_removal

#: Mappings that only make sense whole: half of one and half of another means something else.
_WHOLE = frozenset({"affinity", "disruption_budget", "lifecycle", "update_strategy"})
#: Mappings that are laid over the policy's baseline when all layers are merged.
_OVER_POLICY = frozenset({"pod_security_context", "security_context", "securityContext"})
_PROBES = frozenset({"liveness_probe", "readiness_probe", "startup_probe"})
_PROBE_ACTIONS = frozenset({"httpGet", "tcpSocket", "grpc", "exec"})


@dataclass(frozen=True)
class SourcedLayer:
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


@dataclass(frozen=True)
class _Leaf:
    """A value that is only ever replaced, and the layer that set it."""

    value: Any
    layer: str


class _Mapping(dict[str, Any]):
    """Keys and what they hold."""


class _Keyed(dict[Any, Any]):
    """Entries of a list by their name, in the list's order."""


def merge(layers: list[SourcedLayer]) -> Merged:
    """Merge layers; a later one wins.

    Returns:
        The merged settings, the origin of each leaf, and the top-level keys that a layer removed
        and no later layer set again.
    """
    merged, tree = Merged(), _Mapping()
    for layer in layers:
        for key, value in layer.settings.items():
            if value is None:
                merged.removed.add(key)
            else:
                merged.removed.discard(key)
        _merge_settings(tree, layer)
    merged.settings = _plain(tree)
    _note_origins(tree, "", merged.origins)
    return merged


def _merge_settings(tree: _Mapping, layer: SourcedLayer) -> None:
    """Merge the top level, where the keyed lists are."""
    for key, value in layer.settings.items():
        if key in KEYED_LISTS and value is not None:
            entries = tree.setdefault(key, _Keyed())
            _merge_keyed(entries, value, layer.name, KEYED_LISTS[key], whole=key in WHOLE_ENTRIES)
        else:
            _merge_key(tree, key, value, layer.name)


def _merge_key(target: _Mapping, key: str, value: Any, layer: str, nulls: bool = False) -> None:
    present = target.get(key)
    inside = nulls or key in _OVER_POLICY
    if value is None and not nulls:
        target.pop(key, None)
    elif isinstance(value, dict) and isinstance(present, _Mapping) and key not in _WHOLE:
        if key in _PROBES:
            _drop_other_action(present, value)
        for inner, inner_value in value.items():
            _merge_key(present, inner, inner_value, layer, inside)
    else:
        target[key] = _node(value, layer, inside)


def _drop_other_action(probe: _Mapping, upper: dict[str, Any]) -> None:
    """A probe does one thing: a layer that names another action replaces the lower one's."""
    named = {action for action in _PROBE_ACTIONS if upper.get(action) is not None}
    if named:
        for action in _PROBE_ACTIONS & probe.keys() - named:
            del probe[action]


def _merge_keyed(entries: _Keyed, upper: list[dict[str, Any]], layer: str, key_name: str, whole: bool) -> None:
    for entry in upper:
        name = entry.get(key_name)
        if is_removal(entry, key_name):
            entries.pop(name, None)
        elif whole or name not in entries:
            entries[name] = _node(entry, layer)
        else:
            for key, value in entry.items():
                _merge_key(entries[name], key, value, layer)


def _node(value: Any, layer: str, nulls: bool = False) -> _Mapping | _Leaf:
    """Return a value as a part of the tree.

    Args:
        value: the value.
        layer: the layer that gives it.
        nulls: whether nulls inside of it stay.
    """
    if isinstance(value, dict):
        return _Mapping(
            {
                key: _node(inner, layer, nulls or key in _OVER_POLICY)
                for key, inner in value.items()
                if nulls or inner is not None
            }
        )
    return _Leaf(_without_nulls(value), layer)


def _without_nulls(value: Any) -> Any:
    """Copy a value without its nulls."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value


def _plain(node: Any) -> Any:
    if isinstance(node, _Leaf):
        return node.value
    if isinstance(node, _Keyed):
        return [_plain(entry) for entry in node.values()]
    return {key: _plain(inner) for key, inner in node.items()}


def _note_origins(node: Any, path: str, origins: dict[str, str]) -> None:
    if isinstance(node, _Leaf):
        origins[path] = node.layer
    elif isinstance(node, _Keyed):
        for name, entry in node.items():
            _note_origins(entry, f"{path}[{name}]", origins)
    else:
        for key, inner in node.items():
            _note_origins(inner, f"{path}.{key}" if path else key, origins)
