"""Quiet hours."""

from datetime import datetime, time, timedelta, timezone

from foundation.model.policy.alerts import QuietHours


def quiet_for(hours: QuietHours | None, recipient: str, now: datetime) -> timedelta:
    """Return how long somebody is to be left alone for; nothing, if they may be told now.

    Args:
        hours: the quiet hours, if there are any.
        recipient: who would be told.
        now: the time.
    """
    if hours is None or recipient in hours.never_for:
        return timedelta(0)
    sign, hour, minute = hours.utc_offset[0], int(hours.utc_offset[1:3]), int(hours.utc_offset[4:])
    offset = timedelta(hours=hour, minutes=minute) * (-1 if sign == "-" else 1)
    here = now.astimezone(timezone(offset))
    start, end = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
    clock = here.time().replace(tzinfo=None)
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return timedelta(0)
    until = datetime.combine(here.date(), end, tzinfo=here.tzinfo)
    return (until if until > here else until + timedelta(days=1)) - here
