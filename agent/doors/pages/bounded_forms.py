"""Forms are read within bounds before anything looks at them: so many bytes, in so many seconds."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.doors.http.mistakes import wrong_body
from agent.doors.http.problems import problem_answer
from foundation.model.errors import InputError
from foundation.source.document import MAX_BYTES

PREFIX = b"/ui/"
#: Files that are dropped, with what stands around each of them.
LONGEST_FILES = 4 * MAX_BYTES
_LONGEST = {b"/ui/validate": LONGEST_FILES}
#: The longest text of any other form, written as forms write it.
_LONGEST_OTHERWISE = 512 * 1024
#: So many times as much is taken in of what is too long.
_DROPPED = 4


class BoundedForms:
    """Middleware that reads what is sent to pages; it stands behind the one that knows who asks.

    Args:
        app: what answers.
        seconds: how long a form may take.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "POST" or not _path(scope).startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(receive, _LONGEST.get(_path(scope), _LONGEST_OTHERWISE))
        except InputError as error:
            await problem_answer(error, scope["state"]["request_id"]).response(scope, receive, send)
            return
        except TimeoutError:
            slow = wrong_body("body-too-slow", f"the form was not there after {self._seconds:g} seconds")
            await problem_answer(slow, scope["state"]["request_id"]).response(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


def _path(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    return path


async def _read(receive: Receive, longest: int) -> bytes:
    """Return a body; much of one that is too long is taken in and dropped, because browsers read no answer before.

    Raises:
        InputError: it is too long.
    """
    content, length, more = bytearray(), 0, True
    while more and length <= _DROPPED * longest:
        message = await receive()
        length += len(message.get("body", b""))
        if length <= longest:
            content += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    if length > longest:
        raise wrong_body("body-too-large", f"what was sent has more than {longest} bytes")
    return bytes(content)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read, and after that whatever comes."""
    given = False

    async def once_more() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once_more
