"""Literal secrets never enter a bundle: a reference takes their place, and they are reported without their value."""

import re
from collections.abc import Callable
from typing import Any

from agent.importing.draft import Draft
from agent.importing.literals_in_files import reference_to, take_out_of_file
from agent.importing.objects import Place
from foundation.secrets.walk import Path, is_secret_key, literal_secrets

_REMEDY = "Put the value into a Secret of this name and key, and change it: it stood in a file."
_FILE_REMEDY = "Put the whole text of the key into a Secret of this name and key, and change the secret in it."
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
    if is_secret_key(path[-1]):
        del holder[path[-1]]
        told = "its key is a secret itself"
    elif action is not None:
        del container[str(action)]
        told = f"{action} holds a secret, which no variable can stand for there"
    elif kind == "env" and path[-1] == "value":
        del holder["value"]
        holder["valueFrom"] = reference_to(secret, str(holder["name"]))
        told = f"it is a secret; {holder['name']} refers to the key {holder['name']} of the Secret {secret} now"
    elif kind and isinstance(path[-1], int):
        index = path[-1]
        name, argument = _argument(holder, index, kind)
        holder[index] = argument
        container.setdefault("env", []).insert(0, {"name": name, "valueFrom": reference_to(secret, name)})
        told = f"it holds a secret; $({name}) takes its place, from the key {name} of the Secret {secret}"
    elif path[:1] == ("config",):
        name = str(path[-1])
        del holder[path[-1]]
        draft.settings.setdefault("env", []).append({"name": name, "valueFrom": reference_to(secret, name)})
        told = f"it is a secret; a variable refers to the key {name} of the Secret {secret} now"
    elif path[0] == "files" and path[2:-1] in (("data",), ("binary_data",)):
        told = take_out_of_file(draft, path, secret)
    else:
        del holder[path[-1]]
        _without_empty(draft.settings, path[:-1])
        told = "it holds a secret; mount a Secret in its place"
    remedy = _FILE_REMEDY if "the file" in told else _REMEDY
    draft.leave_out(place, told, remedy, "literal-secret")
    draft.comments.setdefault(str(path[0]), f"Secrets stood here; their place is the Secret {secret}.")


def _argument(arguments: list[str], index: int, kind: str) -> tuple[str, str]:
    """Return a variable for an argument, and the argument that uses it."""
    assigned = _ASSIGNED.fullmatch(arguments[index])
    if assigned and " " not in assigned["option"]:
        return _variable(assigned["name"]), f"{assigned['option']}$({_variable(assigned['name'])})"
    option = _OPTION.fullmatch(arguments[index - 1]) if index else None
    name = _variable(option["name"]) if option else f"SECRET_OF_{kind.upper()}_{index}"
    return name, f"$({name})"


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
