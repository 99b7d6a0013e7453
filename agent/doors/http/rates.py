"""How many requests a caller may make in a minute: whoever asks more often is told when to come again."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from agent.doors.http.problems import problem_answer
from foundation.model.errors import Problem, TemporaryError

#: Probes and collectors ask as often as they are told to.
_FREE = {"/healthz", "/readyz", "/metrics"}
#: So many callers are remembered; those that asked longest ago are forgotten.
_MOST_CALLERS = 10_000
_MINUTE = 60.0


@dataclass
class _Allowance:
    """What a caller has left: it fills up again in a minute."""

    left: float
    at: float


class Rates:
    """Middleware that refuses what is too much.

    Args:
        app: what answers otherwise.
        per_minute: most requests of a caller in a minute; 0 sets no limit.
        now: seconds of a clock that only goes forward.
    """

    def __init__(self, app: ASGIApp, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._most = per_minute
        self._now = now
        self._callers: OrderedDict[str, _Allowance] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        seconds = self._seconds_to_wait(scope)
        if seconds:
            answer = problem_answer(_too_often(self._most), _request_id(scope), headers={"Retry-After": str(seconds)})
            await answer.response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _seconds_to_wait(self, scope: Scope) -> int:
        if scope["type"] != "http" or not self._most or scope["path"] in _FREE:
            return 0
        caller, now = _caller(scope), self._now()
        known = self._callers.pop(caller, None) or _Allowance(self._most, now)
        left = min(float(self._most), known.left + (now - known.at) * self._most / _MINUTE)
        allowed = left >= 1
        self._callers[caller] = _Allowance(left - allowed, now)
        if len(self._callers) > _MOST_CALLERS:
            self._callers.popitem(last=False)
        return 0 if allowed else ceil((1 - left) * _MINUTE / self._most)


def _caller(scope: Scope) -> str:
    """Return who asks: by name where it is known, else by address."""
    principal: Any = scope.get("state", {}).get("principal")
    return f"principal {principal.name}" if principal is not None else f"address {(scope.get('client') or [''])[0]}"


def _request_id(scope: Scope) -> str:
    found: str = scope["state"]["request_id"]
    return found


def _too_often(most: int) -> TemporaryError:
    message = f"these are more than {most} requests in a minute"
    return TemporaryError(
        Problem(code="rate-exceeded", message=message, remedy="Wait as long as the header Retry-After says.")
    )
