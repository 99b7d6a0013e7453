"""Streams that stay open: they end when whoever opened them is no longer let in, as all of the server's do."""

from anyio import move_on_after
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.doors.access.middleware import Still

#: Seconds between two looks.
_LOOK_SECONDS = 1.0


async def as_long_as_let_in(app: ASGIApp, body: Message, scope: Scope, receive: Receive, send: Send) -> None:
    """Have a request answered; to what answers, somebody who is no longer let in has gone.

    Args:
        app: answers; it listens for the end of the connection for as long as it has something to say.
        body: the whole body of the request.
        scope: the request.
        receive: gives what comes after the body.
        send: takes the answer.
    """
    still: Still | None = scope.get("state", {}).get("still")
    waiting, is_open = [body], False

    async def heard() -> Message:
        if waiting:
            return waiting.pop()
        while still is not None:
            with move_on_after(_LOOK_SECONDS):
                return await receive()
            if not await still():
                return {"type": "http.disconnect"}
        return await receive()

    async def noting(message: Message) -> None:
        nonlocal is_open
        is_open = message["type"] == "http.response.start" or message.get("more_body", False)
        await send(message)

    await app(scope, heard, noting)
    if is_open:  # a stream that we have ended, and not its client: the client is to know that nothing was lost
        await send({"type": "http.response.body", "body": b"", "more_body": False})
