"""What a message may be: text of UTF-8, of so many bytes, nested so deep, with so many values.

It is looked at before any library reads it, because those that do break at some messages, and hold up everybody for as
long as they work at what has many values. Texts in a message are skipped in a few calls, however long they are.
"""

import re
from typing import Literal

from pydantic_core import from_json

Fault = Literal["deep", "large", "unreadable"]
#: Bytes of a message: text arguments may have 4 MB, and JSON escapes some of it.
LARGEST = 8 * 1024 * 1024
#: Deeper than any bundle, and less than what the libraries that read messages take.
DEEPEST = 200
#: More than the arguments of a call may have (``foundation.source.plain``), with what is around them.
MOST_VALUES = 25_000
#: Each value is a text at most, and has a name at most: a quote before and after either.
_MOST_QUOTES = 4 * MOST_VALUES
_BRACKET = re.compile(rb"[\[\]{}]")
#: Half of a character, or a number that Python takes for an attack: some libraries take them, and break later.
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
_LONG_NUMBER = re.compile(rb"(?<![0-9])[0-9]{4000}")


def fault_of(message: bytes) -> Fault | None:
    """Return why a message is not to be read; what passes can still be no JSON, which the libraries tell.

    Args:
        message: the message.
    """
    if len(message) > LARGEST:
        return "large"
    if not _is_text(message):
        return "unreadable"
    around, is_whole = _around_texts(message)
    if (fault := _fault_of_brackets(around)) is not None:
        return fault
    if not is_whole or around.count(b",") > MOST_VALUES:
        return "large"
    doubtful = _HALF_CHARACTER.search(message) or _LONG_NUMBER.search(around)
    return "unreadable" if doubtful and not _is_json(message) else None


def _is_text(message: bytes) -> bool:
    """Tell whether it is UTF-8; with a NUL it may be taken for another encoding."""
    try:
        message.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in message


def _around_texts(message: bytes) -> tuple[bytes, bool]:
    """Return what stands outside of texts, and whether that is all: it may end after the texts that there can be."""
    unescaped = message.replace(rb"\\", b"").replace(rb"\"", b"")
    pieces = unescaped.split(b'"', _MOST_QUOTES)
    is_whole = len(pieces) <= _MOST_QUOTES
    return b"".join(pieces[::2] if is_whole else pieces[:-1:2]), is_whole


def _fault_of_brackets(around: bytes) -> Fault | None:
    depth = 0
    for number, bracket in enumerate(_BRACKET.finditer(around)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > DEEPEST:
            return "deep"
        if number > 2 * MOST_VALUES:
            return "large"
    return None


def _is_json(message: bytes) -> bool:
    try:
        from_json(message)
    except ValueError:
        return False
    return True
