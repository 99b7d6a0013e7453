"""From bytes to an event: whatever is wrong with them is told as a mistake."""

import json
from typing import Any, NoReturn

from foundation.model.digests import json_digest
from foundation.model.errors import InputError, Problem
from foundation.model.incoming import INCOMING, Envelope, IncomingEvent
from foundation.model.names import did_you_mean
from foundation.source.document import MAX_BYTES, decode
from foundation.source.plain import check_bounds
from foundation.source.tree import Document, shown
from foundation.source.validation import validate

#: Bytes of an event beside those of its bundle.
_AROUND = 64 * 1024
#: The largest event that is read.
LARGEST_EVENT = MAX_BYTES + _AROUND
#: What messages call an event of which no name is known.
NAMELESS = "event"


def event_of(data: dict[str, Any]) -> IncomingEvent:
    """Return the event that plain data is.

    Args:
        data: a CloudEvent in structured mode, or a flat payload.

    Raises:
        InputError: with every mistake.
    """
    check_bounds(Document(data=data), NAMELESS)
    if "specversion" not in data:
        payload = _payload(data, data.get("event"), NAMELESS)
        return IncomingEvent(id=json_digest(data), source="", payload=payload)
    envelope = validate(Envelope, Document(data=data), NAMELESS)
    name = envelope.type.rpartition(".")[2]
    payload = _payload({"event": name, **envelope.data}, name, NAMELESS)
    return IncomingEvent(id=envelope.id, source=envelope.source, payload=payload, traceparent=envelope.traceparent)


def _payload(data: dict[str, Any], name: object, file: str) -> Any:
    model = INCOMING.get(name) if isinstance(name, str) else None
    if model is None:
        raise _unknown(name, "it is none that asks for infrastructure")
    return validate(model, Document(data=data), file)


def read_json(content: bytes) -> Any:
    """Read JSON in which no key stands twice in an object, and no number is none.

    Args:
        content: what came in.

    Raises:
        InputError: it is something else, or too large; nothing of it is quoted.
    """
    if len(content) > LARGEST_EVENT:
        raise _unreadable(f"it has {len(content)} bytes; the limit is {LARGEST_EVENT}")
    text = decode(content, NAMELESS) if len(content) <= MAX_BYTES else _decoded(content)
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
    except RecursionError:
        raise _unreadable("it is nested too deeply") from None
    except ValueError as error:
        raise _unreadable(_reason(error)) from None


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(f"it is not UTF-8 (byte {error.start})") from None


def _reason(error: ValueError) -> str:
    """Return what is wrong with JSON; nothing of it is quoted, for secrets may stand in it."""
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
    return str(error) if isinstance(error, _DoubleKeyError) else "a number in it is none"


class _DoubleKeyError(ValueError):
    """A key stands twice in an object."""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise _DoubleKeyError("a key stands more than once in one object")
    return data


def _no_number(_text: str) -> NoReturn:
    raise ValueError


def _unreadable(reason: str) -> InputError:
    return InputError(
        Problem(
            code="event-unreadable",
            message=f"the event cannot be read: {reason}",
            remedy="Send one JSON object: a CloudEvent in structured mode, or a flat payload (docs/events.md).",
        )
    )


def _unknown(name: object, reason: str) -> InputError:
    called = shown(name[:60]) if isinstance(name, str) and name else "without a name"
    return InputError(
        Problem(
            code="event-type-unknown",
            message=f"the event {called} is not taken: {reason}",
            remedy=did_you_mean(called, INCOMING, f"Taken are {' and '.join(INCOMING)}."),
        )
    )
