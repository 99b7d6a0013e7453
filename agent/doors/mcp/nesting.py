"""Messages that are nested so deep that no library reads them: they are refused before one tries."""

import json
import re

from mcp.types import INVALID_REQUEST, ErrorData, JSONRPCError

#: Deeper than any bundle, and less than what the libraries that read messages take.
DEEPEST = 200
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')


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
    found = _id_in(text)
    message = f"The message is nested more than {DEEPEST} levels deep. Flatten what it holds."
    error = ErrorData(code=INVALID_REQUEST, message=message)
    return JSONRPCError(jsonrpc="2.0", id=found, error=error) if found is not None else None


def _id_in(text: str) -> str | int | None:
    """Return the id that stands in a message itself, and not deeper in it."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth == 1 and (found := _ID.match(text, token.start())):
            value: str | int = json.loads(found[1])
            return value
    return None
