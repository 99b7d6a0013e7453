"""JSON logs on stderr. Values of bundles are never logged, only names, paths and codes."""

import logging
import sys
from typing import Any

import structlog


def configure_logging(level: str) -> Any:
    """Set up JSON logs and return the logger.

    Args:
        level: least severity, such as ``warning``.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    # A failure comes back as a result with its problems; these libraries would print it once more, at length.
    for library in ("semantic_kernel", "azure"):
        logging.getLogger(library).setLevel(logging.DEBUG if threshold == logging.DEBUG else logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    return structlog.get_logger(agent="infrastructure-engineer-agent")
