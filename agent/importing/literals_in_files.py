"""A literal secret in a ConfigMap: what read its key as a variable reads a Secret's instead."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from agent.importing.cut_outs import PART_REMEDY, CutOut, cut_out, from_secret, reference_to, told_of
from agent.importing.draft import Draft
from agent.importing.objects import mapping, mappings, text
from agent.importing.secret_files import drop_from_volumes, is_mounted, put_into_volumes
from foundation.secrets.find import find_secret
from foundation.source.tree import Path

REMEDY = "Put the value into a Secret of this name and key, and change it: it stood in a file."
_WHOLE_REMEDY = "Put the whole text of the key into a Secret of this name and key, and change the secret in it."
_MOST_LINES = 8
#: Returns what takes the place of a variable that read a key, by its name.
_Instead = Callable[[str], list[dict[str, Any]]]
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def take_out_of_file(draft: Draft, path: Path, secret: str) -> tuple[str, str]:
    """Take a key out of a ConfigMap, with all that would look for it there.

    Args:
        draft: the bundle in the making.
        path: the key's place in the settings: ``files``, a number, ``data``, the key.
        secret: the Secret in which the value has to be.

    Returns:
        What to tell of it, and what has to be done.
    """
    entry, key = draft.settings["files"][path[1]], str(path[-1])
    name = entry.get("config_map") or f"{draft.slug}-{entry['name']}"
    if path[2] == "data" and not is_mounted(draft, entry, name):
        cut = _cut_out(draft, entry, name, key, secret)
        if cut:
            return cut, PART_REMEDY
    of_secret, value = _key_of_secret(draft, name, key), text(entry[path[2]][key])
    draft.withheld.append((key, value, f"the key {of_secret} of the Secret {secret}"))
    files = put_into_volumes(draft, entry, name, key, reference_to(secret, of_secret)["secretKeyRef"])
    reference = reference_to(secret, of_secret)
    variables = list(_read_instead(draft, name, key, lambda own: [{"name": own, "valueFrom": {**reference}}]))
    _remove(draft, entry, str(path[2]), key, name)
    told = []
    if variables:
        told.append(f"{', '.join(variables)} {'refers' if len(variables) == 1 else 'refer'} to")
    if files:
        told.append(f"the file {', '.join(files)} is")
    holds = f"it holds a secret{_lines(value)}"
    if not told:
        return f"{holds}, and nothing reads it; its place is the key {of_secret} of the Secret {secret}", REMEDY
    said = f"{holds}; {' and '.join(told)} the key {of_secret} of the Secret {secret} now"
    return said, _WHOLE_REMEDY if "\n" in value else REMEDY


def _cut_out(draft: Draft, entry: dict[str, Any], config_map: str, key: str, secret: str) -> str | None:
    """Leave to the variables that read a key all of it but the secret; nothing is done where one cannot be cut out."""
    value, cuts = text(entry["data"][key]), dict[str, CutOut]()
    readers = list(_readers(draft, config_map, key))
    for _, names, variable in readers:
        cut = cut_out(variable, value, f"{variable}_SECRET", names, expanded=False)
        if cut is None:
            return None
        cuts[variable] = cut

    def instead(variable: str) -> list[dict[str, Any]]:
        cut = cuts[variable]
        return [*from_secret(cut.variables, secret), {"name": variable, "value": cut.text}]

    for _ in _read_instead(draft, config_map, key, instead):
        pass
    _remove(draft, entry, "data", key, config_map)
    said = [f"{variable} has its text now, and {told_of(cut.variables, secret)}" for variable, cut in cuts.items()]
    return f"it holds a secret; {'; '.join(said)}" if said else None


def _lines(value: str) -> str:
    """Return the lines of a file that hold secrets by themselves, in words."""
    lines = value.splitlines()
    found = [str(number) for number, line in enumerate(lines, 1) if find_secret("", line) is not None]
    return f" on line {', '.join(found[:_MOST_LINES])}" if found and len(lines) > 1 else ""


def _remove(draft: Draft, entry: dict[str, Any], data: str, key: str, config_map: str) -> None:
    del entry[data][key]
    if not entry[data]:
        del entry[data]
    if not entry.get("data") and not entry.get("binary_data"):
        _drop(draft, entry, config_map)


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


def _readers(draft: Draft, config_map: str, key: str) -> Iterator[tuple[dict[str, Any], frozenset[str], str]]:
    """Yield each variable that reads a key of a ConfigMap: its container, the names that are there, and its own."""
    for container, whole in _containers(draft):
        variables = mappings(container.get("env"))
        names = frozenset(str(variable.get("name")) for variable in variables)
        for variable in variables:
            source = mapping(mapping(variable.get("valueFrom")).get("configMapKeyRef"))
            if (source.get("name"), source.get("key")) == (config_map, key):
                yield container, names, str(variable.get("name"))
        for source in mappings(container.get(whole)):
            name = f"{source.get('prefix') or ''}{key}"
            read = mapping(source.get("configMapRef")).get("name") == config_map
            if read and name not in names and _VARIABLE.fullmatch(name):
                yield container, names, name


def _read_instead(draft: Draft, config_map: str, key: str, instead: _Instead) -> Iterator[str]:
    """Give each variable that read a key of a ConfigMap what takes its place, and yield its name, each once."""
    told: set[str] = set()
    for container, _, name in list(_readers(draft, config_map, key)):
        variables = container.setdefault("env", [])
        at = next((index for index, one in enumerate(variables) if one.get("name") == name), len(variables))
        variables[at : at + 1] = instead(name)
        yield from () if name in told else (name,)
        told.add(name)


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
