"""What docket has to say goes to our log, without the tracebacks that it adds; of an outage it is told once."""

import logging
import sys

from agent.doors.worker.outages import Outages
from agent.doors.worker.unavailable import server_error, unavailable
from agent.logs import Log
from foundation.model.errors import AgentError

#: Docket, and what it stands on: they would write lines to stderr that are no JSON.
_NAMES = ("docket", "asyncio", "redis")
#: Keys of tasks are as long as whoever writes them likes.
_LONGEST = 300


class _Forwarding(logging.Handler):
    def __init__(self, log: Log, outages: Outages, place: str) -> None:
        super().__init__(logging.WARNING)
        self._log = log
        self._outages = outages
        self._place = place

    def emit(self, record: logging.LogRecord) -> None:
        # Docket says that it tries again while it holds the error, and not always which one it is.
        error = (record.exc_info or sys.exc_info())[1]
        if (trouble := server_error(error)) is not None:
            error = unavailable(self._place, trouble)
        if isinstance(error, AgentError):
            self._outages.tell(error.problems)
            return
        reason = {"reason": str(error) or type(error).__name__} if error is not None else {}
        say = self._log.error if record.levelno >= logging.ERROR else self._log.warning
        say(f"{record.name.partition('.')[0]}: {record.getMessage()[:_LONGEST]}", **reason)


def forward_docket(log: Log, outages: Outages, place: str) -> None:
    """Have warnings and errors of docket, and of what it stands on, come to a log.

    Args:
        log: the log.
        outages: is told when the server cannot be used.
        place: the server's address, without a password.
    """
    handler = _Forwarding(log, outages, place)
    for name in _NAMES:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
