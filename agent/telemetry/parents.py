"""Whose work a run is part of: W3C trace context (https://www.w3.org/TR/trace-context/), however it came."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from foundation.model.base import FrozenModel

#: Version 00 and later ones, which may say more behind it; ids of zeroes alone are none.
_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[\x21-\x7e]{0,200})?"
)
#: The specification asks for 512 characters at least.
_LONGEST_STATE = 512


class Parent(FrozenModel):
    """The span that a run is part of.

    Attributes:
        traceparent: the header of that name.
        tracestate: the header of that name; empty if there is none.
    """

    traceparent: str
    tracestate: str = ""


class _Request(FrozenModel):
    """A request, and the parent that it names, if it does."""

    parent: Parent | None


_current: ContextVar[_Request | None] = ContextVar("request", default=None)


def parent_of(carrier: Mapping[str, Any]) -> Parent | None:
    """Return the span that a request names as its parent; what is none is as if it were not there.

    Args:
        carrier: headers of HTTP, ``_meta`` of MCP, attributes of an event, or the environment of a process. Names
            may be in any case.
    """
    said = {str(name).lower(): value for name, value in carrier.items() if str(name).lower() in Parent.model_fields}
    traceparent, tracestate = said.get("traceparent"), said.get("tracestate", "")
    if not isinstance(traceparent, str) or not _TRACEPARENT.fullmatch(traceparent.strip()):
        return None
    if not isinstance(tracestate, str) or len(tracestate) > _LONGEST_STATE or not tracestate.isascii():
        tracestate = ""
    version_00 = traceparent.strip()[:2] == "00"
    if version_00 and len(traceparent.strip()) != 55:
        return None
    return Parent(traceparent=traceparent.strip(), tracestate=tracestate.strip())


@contextmanager
def parent_context(carrier: Mapping[str, Any]) -> Iterator[None]:
    """Let the runs of a block be part of the span that a request names.

    It costs next to nothing, and a door need not know whether anybody traces.

    Args:
        carrier: see ``parent_of``.
    """
    before = _current.set(_Request(parent=parent_of(carrier)))
    try:
        yield
    finally:
        _current.reset(before)


def current_parent() -> Parent | None:
    """Return the span that the present run is part of: the request's, or without one, that of the process."""
    request = _current.get()
    return request.parent if request is not None else parent_of(os.environ)
