"""The clock of events, and the day that expiries are held against."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from agent.settings import Settings


def clock(settings: Settings) -> Callable[[], str]:
    """Return the clock of events: now, or the fixed time of SOURCE_DATE_EPOCH."""
    fixed = settings.source_date_epoch
    return real_time if fixed is None else lambda: _written(datetime.fromtimestamp(fixed, UTC))


def real_time() -> str:
    """Return what time it is, whatever the settings say: what somebody may do until then is not for them to move."""
    return _written(datetime.now(UTC))


def today(settings: Settings) -> date:
    """Return the day, by the clock of events, that the expiry of exceptions is held against."""
    return date.fromisoformat(clock(settings)()[:10])


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
