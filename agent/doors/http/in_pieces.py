"""Answers that go out in pieces: however long one is, the loop turns to others between two of them."""

import asyncio

from fastapi import Response
from starlette.types import Receive, Scope, Send

_PIECE = 64 * 1024


class InPieces(Response):
    """An answer whose bytes are there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, no faster than the client reads."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = memoryview(self.body)
        for begin in range(0, len(body), _PIECE):
            piece = bytes(body[begin : begin + _PIECE])
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
