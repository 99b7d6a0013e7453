"""The body of a request, read within limits: so many bytes, in so many seconds, in a form that is understood."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from agent.doors.http.mistakes import wrong_body
from agent.doors.http.wiring import Wired
from foundation.source.document import MAX_BYTES

#: What a bundle or a manifest may be sent as.
MEDIA_TYPES = ("application/yaml", "application/json", "application/x-yaml", "text/yaml", "text/x-yaml")
_UTF8 = {"utf-8", "utf8", "us-ascii"}


#: What events may be sent as.
EVENT_TYPES = ("application/json", "application/cloudevents+json", "application/cloudevents-batch+json")


async def _document(request: Request, wired: Wired) -> bytes:
    """Read a document of YAML or JSON.

    Raises:
        InputError: it is too large, too slow, encoded, or called something else.
    """
    return await _body(request, wired, MEDIA_TYPES)


async def _events(request: Request, wired: Wired) -> bytes:
    """Read events.

    Raises:
        InputError: it is too large, too slow, encoded, or called something else.
    """
    return await _body(request, wired, EVENT_TYPES)


async def _body(request: Request, wired: Wired, media_types: tuple[str, ...]) -> bytes:
    _require_form(request, media_types)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BYTES:
        raise wrong_body("body-too-large", f"the body has {declared[:20]} bytes; the limit is {MAX_BYTES}")
    seconds = wired.settings.http_body_seconds
    try:
        async with asyncio.timeout(seconds):
            return await _read(request)
    except TimeoutError:
        raise wrong_body("body-too-slow", f"the body was not there after {seconds:g} seconds") from None


Document = Annotated[bytes, Depends(_document)]
EventDocument = Annotated[bytes, Depends(_events)]


async def _read(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BYTES:
            raise wrong_body("body-too-large", f"the body has more than {MAX_BYTES} bytes")
    if not content:
        raise wrong_body("body-missing", "the request has no body")
    return bytes(content)


def _require_form(request: Request, media_types: tuple[str, ...]) -> None:
    encodings, named = request.headers.getlist("content-encoding"), request.headers.getlist("content-type")
    if any(encoding.strip().lower() != "identity" for encoding in encodings):
        raise wrong_body("body-unknown", "the body is compressed")
    # One that is named twice is a list, as headers are joined, and such a one is called nothing.
    media_type, *parameters = (part.strip().lower() for part in ", ".join(named).split(";"))
    charsets = [part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")]
    if media_type not in media_types or any(charset not in _UTF8 for charset in charsets):
        raise wrong_body("body-unknown", f"the body is not called {' or '.join(media_types)} in UTF-8")
