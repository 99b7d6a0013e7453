"""Every text of plain data with the name that it goes by."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from foundation.secrets.commands import passwords_in_arguments, takes_passwords
from foundation.secrets.find import find_secret
from foundation.secrets.kinds import SecretKind
from foundation.secrets.names import Meaning
from foundation.secrets.values import is_literal

#: Keys and indices from the outermost to the text.
Path = tuple[str | int, ...]

_NAMES = ("name", "path", "key")
_VALUES = frozenset({"value", "content"})
#: Labels, what selects them and paths of files hold names of things, whatever their keys are called; what
#: kubeseal wrote under the keys of a Secret only its cluster can read.
_THINGS = expression(r"(?:labels|selector|^paths|^encrypted_?data)$", re.IGNORECASE)
_BINARY = frozenset({"binary_data", "binaryData"})
_WITH_TEXT = (str, dict, list)
#: What tells of itself is at least this long, but for a password before a host.
_SHORTEST_TOKEN = 20
_OPTION = expression(r"--?[A-Za-z][\w.-]*")


def literal_secrets(data: Any) -> Iterator[tuple[Path, SecretKind]]:
    """Find the literal secrets in plain data, in the order of the data.

    A text goes by the key that it stands under. In an entry with ``name`` and ``value``, such as a variable, or with
    ``path`` and ``content``, as a file, the value goes by the name. In a list, what follows an option without a value
    goes by the option: ``--password``, ``x``.

    A key that is a secret itself goes with all that stands below it. What a program is given as its password, by an
    option whose name does not tell, is found where the program is named in the same list, or in ``command`` beside
    ``args``.

    Args:
        data: mappings, lists and scalars, nested no deeper than a document may be.

    Yields:
        The path to the text and its kind; never the text.
    """
    yield from _walk(data, (), "")


def is_secret_key(key: Any) -> bool:
    """Tell whether a key of a mapping is a secret itself, such as a token."""
    if not isinstance(key, str) or (len(key) < _SHORTEST_TOKEN and "@" not in key):
        return False
    return find_secret("", key) is not None


def _walk(data: Any, path: Path, name: str, program: str = "") -> Iterator[tuple[Path, SecretKind]]:
    if isinstance(data, str):
        kind = find_secret(name, data)
        if kind is not None:
            yield path, kind
    elif isinstance(data, dict):
        holds_things, is_binary = _THINGS.search(name) is not None, name in _BINARY
        for key, value in data.items():
            if is_secret_key(key):
                yield (*path, key), SecretKind(find_secret("", key) or SecretKind.NAMED)
            elif isinstance(value, _WITH_TEXT):  # most of merged settings is null, numbers and switches
                inner = _text_of(value) if is_binary and isinstance(value, str) else value
                # Below a selector are labels, and below those their values: neither goes by the keys above it.
                inside = "" if isinstance(inner, str) else name
                named = inside if holds_things else _name_of(data, key)
                yield from _walk(inner, (*path, key), named, _program(data) if key == "args" else "")
    elif isinstance(data, list):
        given = _given_to_program(data, program)
        for index, item in enumerate(data):
            if index in given and is_literal(given[index], Meaning.PASSWORD):
                yield (*path, index), SecretKind.OPTION
            elif isinstance(item, _WITH_TEXT):
                yield from _walk(item, (*path, index), _option(data, index) or name)


def _name_of(entry: dict[Any, Any], key: Any) -> str:
    if key == "secretKey" and "remoteRef" in entry:
        return ""  # the name of a key of the Secret that External Secrets makes
    if key not in _VALUES:
        return str(key)
    return next((name for name in map(entry.get, _NAMES) if isinstance(name, str)), str(key))


def _text_of(encoded: str) -> str:
    """Return the text that base64 stands for; what is no text has no names and no tokens either."""
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _option(items: list[Any], index: int) -> str | None:
    before, item = items[index - 1] if index else None, items[index]
    if not isinstance(before, str) or not isinstance(item, str) or item.startswith("-"):
        return None
    return before.lstrip("-") if _OPTION.fullmatch(before) else None


def _program(container: dict[Any, Any]) -> str:
    """Return the program that the arguments of a container are for."""
    command = container.get("command")
    last = command[-1] if isinstance(command, list) and command else command
    return last if isinstance(last, str) else ""


def _given_to_program(items: list[Any], program: str) -> dict[int, str]:
    """Return the passwords of a list of arguments by index, if there is a program that takes them so."""
    if not items or not isinstance(items[0], str):
        return {}
    if takes_passwords(program):
        return passwords_in_arguments(program, items)
    for index, item in enumerate(items):
        if isinstance(item, str) and takes_passwords(item):
            found = passwords_in_arguments(item, items[index + 1 :])
            return {index + 1 + at: password for at, password in found.items()}
    return {}
