"""The clock of events, and the day that expiries are held against."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from agent.settings import Settings


def clock(settings: Settings) -> Callable[[], str]:
    """Return the clock of events: now, or the fixed time of SOURCE_DATE_EPOCH."""

    def now() -> str:
        fixed = settings.source_date_epoch
        moment = datetime.fromtimestamp(fixed, UTC) if fixed is not None else datetime.now(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    return now


def today(settings: Settings) -> date:
    """Return the day, by the clock of events, that the expiry of exceptions is held against."""
    return date.fromisoformat(clock(settings)()[:10])
