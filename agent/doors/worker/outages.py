"""What cannot be done at the moment, and is tried again: told once, and once more when it is over."""

import asyncio
from collections.abc import Callable, Sequence

from agent.logs import Log
from foundation.model.errors import Problem

#: So long nothing is heard of what is over; what is tried again is tried once a minute at least.
QUIET_SECONDS = 120.0


class Outages:
    """Tells of an outage once, however often something is tried while it lasts; used in one event loop.

    Args:
        log: takes what is told.
        later: calls something after so many seconds, and returns what can be cancelled; the event loop by default.
    """

    def __init__(
        self, log: Log, later: Callable[[float, Callable[[], None]], asyncio.TimerHandle] | None = None
    ) -> None:
        self._log = log
        self._later = later
        self._lasting: dict[str, asyncio.TimerHandle] = {}

    def tell(self, problems: Sequence[Problem]) -> None:
        """Tell what is wrong, unless that is told already and not over.

        Args:
            problems: what is wrong.
        """
        for problem in problems:
            if lasting := self._lasting.pop(problem.message, None):
                lasting.cancel()
            else:
                self._log.warning(problem.message, code=problem.code, remedy=problem.remedy)
            later = self._later or asyncio.get_running_loop().call_later
            self._lasting[problem.message] = later(QUIET_SECONDS, lambda problem=problem: self._over(problem))  # type: ignore[misc]

    def _over(self, problem: Problem) -> None:
        del self._lasting[problem.message]
        self._log.warning(f"over for {QUIET_SECONDS:.0f} seconds: {problem.message}", code=problem.code)
