"""Answers to messages that are not read: whoever asked something hears of it, and by the name that they gave it."""

import json
import re
from contextlib import suppress

from mcp.types import INVALID_REQUEST, ErrorData, JSONRPCError

from agent.doors.mcp.message_bounds import DEEPEST, LARGEST, MOST_VALUES, Fault

_REASONS: dict[Fault, str] = {
    "deep": f"The message is nested more than {DEEPEST} levels deep. Flatten what it holds.",
    "large": f"The message has more than {LARGEST} bytes, or more than {MOST_VALUES} values. Send less at once.",
    "unreadable": "The message is none of JSON-RPC 2.0. Send one object, of JSON in UTF-8, on one line.",
}
_VALUE = rb'("(?:[^"\\]|\\.){0,200}"|-?\d{1,100}(?![\d.eE]))'
#: A text that does not end is one too, so that none is looked through twice.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?+(?:"|\Z)|[\[\]{}]', re.DOTALL)
#: What asks for an answer has a method; what is an answer itself has none, and gets none.
_METHOD = re.compile(rb'"method"\s*:')
_ID = re.compile(rb'"id"\s*:\s*' + _VALUE)
#: Clients write the id before all that is long, or last.
_LAST_ID = re.compile(rb'"id"\s*:\s*' + _VALUE + rb'\s*(?:,\s*"jsonrpc"\s*:\s*"2.0"\s*)?\}\s*$')
_BEGINNING, _END = 64 * 1024, 1_000


def refusal(fault: Fault, message: bytes) -> JSONRPCError | None:
    """Return the answer to a message; nothing, if it asks nothing, or does not say what it is called.

    Args:
        fault: why it is not read.
        message: the message, or how it begins.
    """
    found = _id_in(message) if _METHOD.search(message) else None
    return JSONRPCError(jsonrpc="2.0", id=found, error=reason(fault)) if found is not None else None


def reason(fault: Fault) -> ErrorData:
    """Return why a message is not read.

    Args:
        fault: what is wrong with it.
    """
    return ErrorData(code=INVALID_REQUEST, message=_REASONS[fault])


def _id_in(message: bytes) -> str | int | None:
    """Return the id that stands in a message itself, and not deeper in it; nothing, if it is far from either end."""
    depth = 0
    for token in _TOKEN.finditer(message[:_BEGINNING]):
        depth += (token[0] in b"[{") - (token[0] in b"]}")
        if depth == 1 and (found := _ID.match(message, token.start())):
            return _value(found[1])
    last = _LAST_ID.search(message[-_END:])
    return _value(last[1]) if last is not None else None


def _value(text: bytes) -> str | int | None:
    """Return an id; one of half a character, or of digits without end, is none."""
    with suppress(ValueError):
        value: str | int = json.loads(text)
        str(value).encode()
        return value
    return None
