"""A literal secret in a ConfigMap: what read its key as a variable reads a Secret's instead."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import mapping, mappings
from agent.importing.secret_files import drop_from_volumes, put_into_volumes
from foundation.source.tree import Path

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def reference_to(secret: str, key: str) -> dict[str, Any]:
    """Return where a variable gets its value: a key of a Secret.

    Args:
        secret: name of the Secret.
        key: the key, as it was called; what no key may hold is written as ``_``.
    """
    return {"secretKeyRef": {"name": secret, "key": re.sub(r"[^-._A-Za-z0-9]", "_", key)}}


def take_out_of_file(draft: Draft, path: Path, secret: str) -> str:
    """Take a key out of a ConfigMap, with all that would look for it there.

    Args:
        draft: the bundle in the making.
        path: the key's place in the settings: ``files``, a number, ``data``, the key.
        secret: the Secret in which the value has to be.

    Returns:
        What to tell of it.
    """
    entry, key = draft.settings["files"][path[1]], str(path[-1])
    name = entry.get("config_map") or f"{draft.slug}-{entry['name']}"
    of_secret = _key_of_secret(draft, name, key)
    files = put_into_volumes(draft, entry, name, key, reference_to(secret, of_secret)["secretKeyRef"])
    del entry[path[2]][key]
    if not entry[path[2]]:
        del entry[path[2]]
    variables = list(dict.fromkeys(_from_secret(draft, name, key, reference_to(secret, of_secret))))
    if not entry.get("data") and not entry.get("binary_data"):
        _drop(draft, entry, name)
    told = []
    if variables:
        told.append(f"{', '.join(variables)} {'refers' if len(variables) == 1 else 'refer'} to")
    if files:
        told.append(f"the file {', '.join(files)} is")
    if not told:
        return f"it holds a secret, and nothing reads it; its place is the key {of_secret} of the Secret {secret}"
    return f"it holds a secret; {' and '.join(told)} the key {of_secret} of the Secret {secret} now"


def _containers(draft: Draft) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every container with what its list of sources for variables is called."""
    yield draft.settings, "env_from"
    for group in ("init_containers", "sidecars"):
        yield from ((container, "envFrom") for container in mappings(draft.settings.get(group)))


def _key_of_secret(draft: Draft, config_map: str, key: str) -> str:
    """Return the key of the Secret for one of a ConfigMap; keys of two ConfigMaps may be called the same."""
    own = f"{config_map}/{key}"
    free = draft.secret_keys.setdefault(key, own) == own
    return key if free else f"{config_map}.{key}"


def _from_secret(draft: Draft, config_map: str, key: str, reference: dict[str, Any]) -> Iterator[str]:
    """Make each variable that read a key of a ConfigMap read a Secret's, and yield its name."""
    for container, whole in _containers(draft):
        for variable in mappings(container.get("env")):
            source = mapping(mapping(variable.get("valueFrom")).get("configMapKeyRef"))
            if (source.get("name"), source.get("key")) == (config_map, key):
                variable["valueFrom"] = {**reference}
                yield str(variable.get("name"))
        known = {variable.get("name") for variable in mappings(container.get("env"))}
        for source in mappings(container.get(whole)):
            name = f"{source.get('prefix') or ''}{key}"
            read = mapping(source.get("configMapRef")).get("name") == config_map
            if read and name not in known and _VARIABLE.fullmatch(name):
                container.setdefault("env", []).append({"name": name, "valueFrom": {**reference}})
                yield name


def _drop(draft: Draft, entry: dict[str, Any], config_map: str) -> None:
    """Take out a ConfigMap of which no key is left, with what reads it whole."""
    files: list[dict[str, Any]] = draft.settings["files"]
    files.remove(entry)
    _without(draft.settings, "files", lambda _: False)
    drop_from_volumes(draft, config_map)
    for container, whole in _containers(draft):
        _without(container, whole, lambda source: mapping(source.get("configMapRef")).get("name") == config_map)


def _without(holder: dict[str, Any], key: str, gone: Callable[[dict[str, Any]], bool]) -> None:
    """Leave entries out of a list, and the list where none is left."""
    if key in holder:
        holder[key] = [one for one in mappings(holder[key]) if not gone(one)]
        if not holder[key]:
            del holder[key]
