"""JSON logs, on stderr unless they are to go elsewhere. No values of bundles, only names, paths and codes."""

import logging
import sys
from collections.abc import Callable, MutableMapping
from functools import cached_property
from typing import Any

#: Takes a line.
Write = Callable[[str], None]


class Log:
    """The log. What writes it takes time to load and is loaded with the first message; most runs have none.

    Args:
        threshold: least severity, by the numbers of the standard library.
        write: takes the lines; without one they go to stderr.
    """

    def __init__(self, threshold: int, write: Write | None = None) -> None:
        self._threshold = threshold
        self._write = write

    @property
    def is_detailed(self) -> bool:
        """Whether more is logged than what is wrong."""
        return self._threshold <= logging.INFO

    def info(self, event: str, **details: Any) -> None:
        """Log what happens when all is well."""
        if self.is_detailed:
            self._logger.info(event, **details)

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

        return structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr) if self._write is None else _Writer(self._write),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
                _with_span,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(self._threshold),
            cache_logger_on_first_use=False,
            agent="infrastructure-engineer-agent",
        )


class _Writer:
    """What the logger calls by the name of a severity."""

    def __init__(self, write: Write) -> None:
        self.info = self.warning = self.error = write


def _with_span(_logger: Any, _method: str, details: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the ids of the present span; the trace of a blueprint has the name that the trace of spans would have."""
    tracing = sys.modules.get("opentelemetry.trace")
    context = tracing.get_current_span().get_span_context() if tracing is not None else None
    if context is not None and context.is_valid:
        details.update({"otel_trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"})
    return details


def configure_logging(level: str, write: Write | None = None) -> Log:
    """Set up JSON logs and return the log.

    Args:
        level: least severity, such as ``warning``.
        write: takes the lines; without one they go to stderr.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    # A failure comes back as a result with its problems; these libraries would print it once more, at length.
    for library in ("semantic_kernel", "azure"):
        logging.getLogger(library).setLevel(logging.DEBUG if threshold == logging.DEBUG else logging.CRITICAL)
    return Log(threshold, write)
