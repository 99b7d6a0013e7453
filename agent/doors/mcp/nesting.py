"""Messages that no library reads, for they are nested too deep or are none: they are refused, not passed over."""

import json
import re
from contextlib import suppress

from mcp.types import INVALID_REQUEST, ErrorData, JSONRPCError

#: Deeper than any bundle, and less than what the libraries that read messages take.
DEEPEST = 200
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
#: What asks for an answer has a method; what is an answer itself has none, and gets none.
_METHOD = re.compile(r'"method"\s*:')
_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+(?![\d.eE]))')


def too_deep(text: str) -> bool:
    """Tell whether a message is nested too deep.

    Args:
        text: the message.
    """
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > DEEPEST:
            return True
    return False


def refusal(text: str) -> JSONRPCError | None:
    """Return the answer to a message that is nested too deep; nothing, if it does not say what it is called.

    Args:
        text: the message.
    """
    message = f"The message is nested more than {DEEPEST} levels deep. Flatten what it holds."
    return _answer(text, message)


def no_message(text: str) -> JSONRPCError | None:
    """Return the answer to what is no message; nothing, if it does not say what it is called.

    Args:
        text: what came.
    """
    return _answer(text, "The message is none of JSON-RPC 2.0. Send one object, of JSON in UTF-8, on one line.")


def _answer(text: str, message: str) -> JSONRPCError | None:
    found = _id_in(text) if _METHOD.search(text) else None
    error = ErrorData(code=INVALID_REQUEST, message=message)
    return JSONRPCError(jsonrpc="2.0", id=found, error=error) if found is not None else None


def _id_in(text: str) -> str | int | None:
    """Return the id that stands in a message itself, and not deeper in it."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth == 1 and (found := _ID.match(text, token.start())):
            return _value(found[1])
    return None


def _value(text: str) -> str | int | None:
    """Return an id; one of half a character, or of digits without end, is none."""
    with suppress(ValueError):
        value: str | int = json.loads(text)
        str(value).encode()
        return value
    return None
