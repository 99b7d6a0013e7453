"""What nobody expected: the client gets a problem and no detail, the log gets the rest."""

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.doors.http.problems import problem_answer
from agent.logs import Log
from foundation.model.errors import unexpected


class Crashes:
    """Middleware that answers where the application breaks.

    Args:
        app: what answers otherwise.
        log: takes the details.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as error:
            request_id = scope["state"]["request_id"]
            self._log.error("internal error", exc_info=error, request_id=request_id)
            if not begun:
                await problem_answer(unexpected(error), request_id).response(scope, receive, send)
