"""Literal secrets never enter a bundle: a reference takes their place, and they are reported without their value."""

import itertools
import re
from collections.abc import Callable
from typing import Any

from agent.importing.cut_outs import PART_REMEDY, cut_out, from_secret, reference_to, told_of
from agent.importing.draft import Draft
from agent.importing.literals_in_files import REMEDY, take_out_of_file
from agent.importing.objects import Place, mappings
from foundation.secrets.walk import Path, is_secret_key, literal_secrets

_ASSIGNED = re.compile(r"(?P<option>-{0,2}(?P<name>[A-Za-z][\w.-]*)[=:])(?P<value>.+)", re.DOTALL)
_OPTION = re.compile(r"-{1,2}(?P<name>[A-Za-z][\w.-]*)")
#: A mistake of the search must not keep an import from ending.
_MOST_ROUNDS = 200


def take_out_literals(draft: Draft, origin: Callable[[Path], Place]) -> None:
    """Replace every literal secret of the settings.

    A variable becomes a reference to a Secret, an argument a ``$(VARIABLE)`` that is filled from one; anything else is
    left out.

    Args:
        draft: the bundle in the making.
        origin: returns where a part of the settings comes from, for the report.
    """
    secret = f"{draft.slug}-secrets"
    for _ in range(_MOST_ROUNDS):
        path = next((path for path, _ in literal_secrets(draft.settings)), None)
        if path is None:
            return
        _replace(draft, path, secret, origin(path))


def _replace(draft: Draft, path: Path, secret: str, place: Place) -> None:
    holder = _at(draft.settings, path[:-1])
    container = _at(draft.settings, path[:2]) if path[0] in ("init_containers", "sidecars") else draft.settings
    inside = path[2:] if container is not draft.settings else path
    action = next((part for part in inside if str(part).lower().endswith(("probe", "lifecycle"))), None)
    kind = next((part for part in reversed(path) if isinstance(part, str) and part in ("env", "command", "args")), "")
    cut = None if is_secret_key(path[-1]) or action is not None else _cut_out(draft, path, container, kind, secret)
    if cut:
        draft.notice(place, f"{place.written or 'it'} holds a secret: {cut}", PART_REMEDY, "literal-secret", "warning")
        _comment(draft, path, secret)
        return
    remedy = REMEDY
    if is_secret_key(path[-1]):
        del holder[path[-1]]
        told = "its key is a secret itself"
    elif action is not None:
        del container[str(action)]
        told = f"{action} holds a secret, which no variable can stand for there"
    elif kind == "env" and path[-1] == "value":
        _withhold(draft, str(holder["name"]), holder.pop("value"), secret)
        holder["valueFrom"] = reference_to(secret, str(holder["name"]))
        told = f"it is a secret; {holder['name']} refers to the key {holder['name']} of the Secret {secret} now"
    elif kind and isinstance(path[-1], int):
        index = path[-1]
        name, option, value = _parts(holder, index, kind)
        name = _free(name, container)
        _withhold(draft, name, value, secret)
        holder[index] = f"{option}$({name})"
        container.setdefault("env", []).insert(0, {"name": name, "valueFrom": reference_to(secret, name)})
        told = f"it holds a secret; $({name}) takes its place, from the key {name} of the Secret {secret}"
    elif path[:1] == ("config",):
        name = str(path[-1])
        _withhold(draft, name, holder.pop(path[-1]), secret)
        draft.settings.setdefault("env", []).append({"name": name, "valueFrom": reference_to(secret, name)})
        told = f"it is a secret; a variable refers to the key {name} of the Secret {secret} now"
    elif path[0] == "files" and path[2:-1] in (("data",), ("binary_data",)):
        told, remedy = take_out_of_file(draft, path, secret)
    else:
        del holder[path[-1]]
        _without_empty(draft.settings, path[:-1])
        told = "it holds a secret; mount a Secret in its place"
    draft.leave_out(place, told, remedy, "literal-secret")
    _comment(draft, path, secret)


def _free(name: str, container: dict[str, Any]) -> str:
    """Return a name that no variable of a container has."""
    taken = {variable.get("name") for variable in mappings(container.get("env"))}
    return next(
        one for number in itertools.count(1) if (one := f"{name}_{number}" if number > 1 else name) not in taken
    )


def _withhold(draft: Draft, name: str, value: str, secret: str) -> None:
    """Remember what goes into a Secret as a whole: names of hosts in it may have to change."""
    key = reference_to(secret, name)["secretKeyRef"]["key"]
    draft.withheld.append((name, value, f"the key {key} of the Secret {secret}"))


def _comment(draft: Draft, path: Path, secret: str) -> None:
    draft.comments.setdefault(str(path[0]), f"Secrets stood here; their place is the Secret {secret}.")


def _cut_out(draft: Draft, path: Path, container: dict[str, Any], kind: str, secret: str) -> str | None:
    """Cut the secret out of a variable, an argument or an own setting, and return what to tell; nothing if not."""
    value, names = _at(draft.settings, path), {str(one.get("name")) for one in mappings(container.get("env"))}
    if kind == "env" and path[-1] == "value":
        entries, index = _at(draft.settings, path[:-2]), path[-2]
        name = str(entries[index]["name"])
        cut = cut_out(name, value, f"{name}_SECRET", names, expanded=True)
        if cut is not None:
            entries[index] = {**entries[index], "value": cut.text}
            entries[index:index] = from_secret(cut.variables, secret)
    elif kind and isinstance(path[-1], int):
        holder, index = _at(draft.settings, path[:-1]), path[-1]
        variable, option, own = _parts(holder, index, kind)
        cut = cut_out("", own, f"{variable}_SECRET", names, expanded=True)
        if cut is not None:
            holder[index] = option + cut.text
            container["env"] = [*from_secret(cut.variables, secret), *(container.get("env") or [])]
    elif path[:1] == ("config",):
        name = str(path[-1])
        cut = cut_out(name, value, f"{name}_SECRET", names, expanded=False)
        if cut is not None:
            del draft.settings["config"][name]
            entries = draft.settings.setdefault("env", [])
            entries += [*from_secret(cut.variables, secret), {"name": name, "value": cut.text}]
    else:
        cut = None
    return told_of(cut.variables, secret) if cut is not None else None


def _parts(arguments: list[str], index: int, kind: str) -> tuple[str, str, str]:
    """Return a variable for an argument, the option that it begins with, and what that is set to."""
    assigned = _ASSIGNED.fullmatch(arguments[index])
    if assigned and not assigned["value"].startswith("//"):
        return _variable(assigned["name"]), assigned["option"], assigned["value"]
    option = _OPTION.fullmatch(arguments[index - 1]) if index else None
    return _variable(option["name"]) if option else f"SECRET_OF_{kind.upper()}_{index}", "", arguments[index]


def _variable(option: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", option.upper())


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _without_empty(data: Any, path: Path) -> None:
    """Take out the mappings that have become empty."""
    while path and _at(data, path) == {}:
        holder = _at(data, path[:-1])
        del holder[path[-1]]
        path = path[:-1]
