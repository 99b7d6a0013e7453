"""Every text of plain data with the name that it goes by."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from foundation.secrets.find import find_secret
from foundation.secrets.kinds import SecretKind

#: Keys and indices from the outermost to the text.
Path = tuple[str | int, ...]

_NAMES = ("name", "path", "key")
_VALUES = frozenset({"value", "content"})
#: Labels, what selects them and paths of files hold names of things, whatever their keys are called; what
#: kubeseal wrote under the keys of a Secret only its cluster can read.
_THINGS = re.compile(r"(?:labels|selector|^paths|^encrypted_?data)$", re.IGNORECASE)
_BINARY = frozenset({"binary_data", "binaryData"})
_WITH_TEXT = (str, dict, list)
_OPTION = re.compile(r"--?[A-Za-z][\w.-]*")


def literal_secrets(data: Any) -> Iterator[tuple[Path, SecretKind]]:
    """Find the literal secrets in plain data, in the order of the data.

    A text goes by the key that it stands under. In an entry with ``name`` and ``value``, such as a variable, or with
    ``path`` and ``content``, as a file, the value goes by the name. In a list, what follows an option without a value
    goes by the option: ``--password``, ``x``.

    Args:
        data: mappings, lists and scalars, nested no deeper than a document may be.

    Yields:
        The path to the text and its kind; never the text.
    """
    yield from _walk(data, (), "")


def _walk(data: Any, path: Path, name: str) -> Iterator[tuple[Path, SecretKind]]:
    if isinstance(data, str):
        kind = find_secret(name, data)
        if kind is not None:
            yield path, kind
    elif isinstance(data, dict):
        holds_things, is_binary = _THINGS.search(name) is not None, name in _BINARY
        for key, value in data.items():
            if isinstance(value, _WITH_TEXT):  # most of merged settings is null, numbers and switches
                inner = _text_of(value) if is_binary and isinstance(value, str) else value
                yield from _walk(inner, (*path, key), "" if holds_things else _name_of(data, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            if isinstance(item, _WITH_TEXT):
                yield from _walk(item, (*path, index), _option(data, index) or name)


def _name_of(entry: dict[Any, Any], key: Any) -> str:
    if key == "secretKey" and "remoteRef" in entry:
        return ""  # the name of a key of the Secret that External Secrets makes
    names = [entry.get(label) for label in _NAMES] if key in _VALUES else []
    return next((name for name in names if isinstance(name, str)), str(key))


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
