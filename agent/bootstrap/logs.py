"""The log, and where its lines go."""

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.logs import Log, configure_logging
from agent.settings import Settings

if TYPE_CHECKING:
    from pydantic import SecretStr

    from agent.telemetry.lines.sinks import Lines

#: Where they go if nobody says otherwise; for that nothing is loaded.
_DEFAULT = "stderr"


def build_log(settings: Settings) -> Log:
    """Wire the log.

    Args:
        settings: the settings.
    """
    places = settings.log_sinks.get_secret_value().strip()
    if places == _DEFAULT:
        return configure_logging(settings.log_level)
    return configure_logging(settings.log_level, _lines(places, settings.blob_key, settings.azure_monitor).write)


@lru_cache(maxsize=8)
def _lines(places: str, key: "SecretStr | None", connection: "SecretStr | None") -> "Lines":
    """Return what brings lines to their places; there is one of it in a process."""
    from agent.bootstrap.endings import at_the_end
    from agent.telemetry.lines.addresses import sink_addresses
    from agent.telemetry.lines.sinks import Lines

    lines = Lines(sink_addresses(places), key, connection)
    at_the_end(lines.close, order=_AFTER_TELEMETRY)
    return lines


#: What is sent last may have something to say that is to be logged.
_AFTER_TELEMETRY = 5
