"""When a token expires, as people write it."""

import re
from datetime import UTC, datetime, timedelta

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
#: A hundred years; what is longer is a slip.
_LONGEST_HOURS = 24 * 366 * 100


def expiry(text: str | None, now: str) -> str | None:
    """Return when a token expires; UTC, ISO 8601.

    Args:
        text: ``12h``, ``90d``, ``4w``, a day as in ``2027-01-31``, or a moment in ISO 8601, UTC unless it says
            otherwise. Nothing for never.
        now: UTC time, ISO 8601.

    Raises:
        InputError: it is none of these, or it has passed.
    """
    if text is None:
        return None
    moment = _moment(text, datetime.fromisoformat(now))
    if moment is None:
        raise _wrong(f"{text[:50]!r} is no time", "Write it as 12h, 90d, 4w or 2027-01-31.")
    if moment <= datetime.fromisoformat(now):
        raise _wrong(f"{text} has passed", "Name a time that is to come.")
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        if found := re.fullmatch(r"([0-9]{1,6})([hdw])", text):
            duration = timedelta(**{_UNITS[found[2]]: int(found[1])})
            return now + duration if duration <= timedelta(hours=_LONGEST_HOURS) else None
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _wrong(message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="wrong-expiry", message=message, remedy=remedy, file="command line", path=Flag.EXPIRES)
    )
