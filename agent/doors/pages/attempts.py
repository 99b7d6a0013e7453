"""Attempts to sign in at an identity provider: kept for the minutes that somebody takes there, each for one browser."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from agent.doors.access.authorization_code import Attempt

COOKIE = "infra_engineer_sign_in"
#: Seconds that somebody has to sign in.
LONGEST = 600
_MOST = 1_000


class Attempts:
    """The attempts that are under way; whoever comes back has the cookie of the browser that left.

    Args:
        now: the time in seconds, which only goes forward.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._kept: OrderedDict[str, tuple[float, Attempt]] = OrderedDict()

    def begin(self, attempt: Attempt) -> str:
        """Keep an attempt, and return the value of its cookie."""
        name = secrets.token_urlsafe(32)
        self._kept[name] = self._now(), attempt
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return name

    def take(self, name: str | None, state: str) -> Attempt | None:
        """Return the attempt of a cookie, once; nothing if it is another's, or took too long.

        Args:
            name: the value of the cookie, if there is one.
            state: what the provider sent back with the browser.
        """
        begun, attempt = self._kept.pop(name or "", (0.0, None))
        if attempt is None or self._now() - begun > LONGEST:
            return None
        return attempt if secrets.compare_digest(attempt.state.encode(), state.encode()) else None
