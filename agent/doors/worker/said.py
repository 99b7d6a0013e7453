"""What docket has to say goes to our log, without the tracebacks that it adds."""

import logging

from agent.logs import Log

_NAME = "docket"


class _Forwarding(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        reason = {"reason": str(error) or type(error).__name__} if error is not None else {}
        (self._log.error if record.levelno >= logging.ERROR else self._log.warning)(f"docket: {said}", **reason)


def forward_docket(log: Log) -> None:
    """Have warnings and errors of docket come to a log.

    Args:
        log: the log.
    """
    logger = logging.getLogger(_NAME)
    logger.handlers, logger.propagate = [_Forwarding(log)], False
