"""Whoever opens a page without a session is led to where they can sign in."""

from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGES = b"/ui/"


class SignInFirst:
    """Leads people to the form where programs are told 401.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one connection."""
        raw = scope.get("raw_path") or b""
        if scope["type"] != "http" or scope["method"] != "GET" or not raw.startswith(_PAGES):
            await self._app(scope, receive, send)
            return
        led = False

        async def leading(message: Message) -> None:
            nonlocal led
            if message["type"] == "http.response.start" and message["status"] == 401:
                led = True
                query = scope.get("query_string", b"").decode("latin-1")
                back = quote(raw.decode("latin-1") + (f"?{query}" if query else ""), safe="")
                place = f"/ui/sign-in?back={back}".encode("latin-1")
                await send({"type": "http.response.start", "status": 303, "headers": [(b"location", place)]})
                await send({"type": "http.response.body", "body": b""})
            elif not led:
                await send(message)

        await self._app(scope, receive, leading)
