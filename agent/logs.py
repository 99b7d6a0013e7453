"""JSON logs on stderr. Values of bundles are never logged, only names, paths and codes."""

import logging
import sys
from functools import cached_property
from typing import Any


class Log:
    """The log. What writes it takes time to load and is loaded with the first message; most runs have none.

    Args:
        threshold: least severity, by the numbers of the standard library.
    """

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold

    def warning(self, event: str, **details: Any) -> None:
        """Log a warning."""
        if self._threshold <= logging.WARNING:
            self._logger.warning(event, **details)

    def error(self, event: str, **details: Any) -> None:
        """Log an error."""
        self._logger.error(event, **details)

    @cached_property
    def _logger(self) -> Any:
        import structlog

        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(self._threshold),
            logger_factory=structlog.PrintLoggerFactory(sys.stderr),
            cache_logger_on_first_use=False,
        )
        return structlog.get_logger(agent="infrastructure-engineer-agent")


def configure_logging(level: str) -> Log:
    """Set up JSON logs and return the log.

    Args:
        level: least severity, such as ``warning``.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    # A failure comes back as a result with its problems; these libraries would print it once more, at length.
    for library in ("semantic_kernel", "azure"):
        logging.getLogger(library).setLevel(logging.DEBUG if threshold == logging.DEBUG else logging.CRITICAL)
    return Log(threshold)
