"""Sessions of people: a token is shown once, and a cookie stands for it after that."""

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from time import monotonic

from starlette.types import Scope

from foundation.model.access import NotSignedInError, Principal

COOKIE = "infra_engineer_session"
#: A session ends after so many seconds, and after so many without a request.
_LONGEST, _IDLE = 8 * 3600.0, 3600.0
#: So many are kept; the one that was asked longest ago goes first.
_MOST = 1000


Again = Callable[[], Awaitable[Principal]]


@dataclass
class Session:
    """One session.

    Attributes:
        principal: whose it is.
        form_token: stands in every form of it, so that no other page can send one.
        begun: when it began, in seconds of the process's own clock.
        asked: when it was asked last.
        again: tells whose it is now, or that it is nobody's any longer, such as when a token is revoked.
    """

    principal: Principal
    form_token: str
    begun: float
    asked: float
    again: Again | None = None


class Sessions:
    """The sessions of a server; they end with it.

    Args:
        secure: whether browsers reach the server over TLS alone, be it at a proxy.
        now: the time in seconds, which only goes forward.
    """

    def __init__(self, *, secure: bool = False, now: Callable[[], float] = monotonic) -> None:
        self._secure = secure
        self._now = now
        self._kept: OrderedDict[str, Session] = OrderedDict()

    def is_secure(self, scope: Scope) -> bool:
        """Tell whether the browser of a request reaches the server over TLS."""
        return self._secure or scope["scheme"] == "https"

    def cookie(self, scope: Scope) -> str:
        """Return the name of the cookie: over TLS one that no other host of the domain can set (RFC 6265bis, 4.1.3)."""
        return f"__Host-{COOKIE}" if self.is_secure(scope) else COOKIE

    async def __call__(self, scope: Scope, *, asked: bool = True) -> Principal | None:
        """Return whose the session of a request is; nothing, if it has none.

        Args:
            scope: the request.
            asked: whether somebody asks now; a page that is open and looked at by nobody keeps no session.
        """
        session = self.of(scope, asked=asked)
        if session is None:
            return None
        if session.again is not None:
            try:
                session.principal = await session.again()
            except NotSignedInError:
                self.end(scope)
                return None
        return session.principal

    def of(self, scope: Scope, *, asked: bool = True) -> Session | None:
        """Return the session of a request; a header that asks as somebody else counts more.

        Args:
            scope: the request.
            asked: whether somebody asks now.
        """
        if any(key == b"authorization" for key, _ in scope["headers"]):
            return None
        name = cookie_of(scope, self.cookie(scope))
        session = self._kept.get(name) if name else None
        if session is None or name is None:
            return None
        now = self._now()
        if now - session.begun > _LONGEST or now - session.asked > _IDLE:
            del self._kept[name]
            return None
        if asked:
            session.asked = now
            self._kept.move_to_end(name)
        return session

    def begin(self, principal: Principal, again: Again | None = None) -> str:
        """Begin a session, and return the value of its cookie.

        Args:
            principal: whose it is.
            again: tells whose it is at each request; it stays theirs without it.
        """
        name, now = secrets.token_urlsafe(32), self._now()
        self._kept[name] = Session(principal, secrets.token_urlsafe(32), now, now, again)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return name

    def end(self, scope: Scope) -> None:
        """End the session of a request."""
        name = cookie_of(scope, self.cookie(scope))
        if name is not None:
            self._kept.pop(name, None)


def cookie_of(scope: Scope, name: str) -> str | None:
    """Return the value of a cookie of a request, if it has it.

    Args:
        scope: the request.
        name: name of the cookie.
    """
    for key, value in scope["headers"]:
        if key == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                continue
            if found is not None:
                return found.value
    return None
