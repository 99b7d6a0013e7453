"""One alert for each cause: what comes again soon is counted, and told with the next one."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: Causes that are kept in mind; the one that was seen longest ago is forgotten first.
_MOST_CAUSES = 2_000
#: So far a cause is counted.
_MOST_TIMES = 10_000


@dataclass
class _Seen:
    told_at: datetime | None = None
    ids: set[str] = field(default_factory=set)
    last_ids: set[str] = field(default_factory=set)


class Repeats:
    """Counts causes, in memory: another process tells them again."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, ...], _Seen] = OrderedDict()

    def due(self, cause: tuple[str, ...], alert_id: str, now: datetime, window: timedelta) -> int:
        """Return how often a cause was seen since it was told last; 0, if it need not be told now.

        Args:
            cause: the cause.
            alert_id: id of the alert; it counts once, however often it is tried.
            now: the time.
            window: how long it is told once.
        """
        seen = self._seen.setdefault(cause, _Seen())
        self._seen.move_to_end(cause)
        while len(self._seen) > _MOST_CAUSES:
            self._seen.popitem(last=False)
        if alert_id in seen.last_ids:
            return 0
        if len(seen.ids) < _MOST_TIMES:
            seen.ids.add(alert_id)
        if seen.told_at is not None and timedelta(0) <= now - seen.told_at < window:
            return 0
        return len(seen.ids)

    def told(self, cause: tuple[str, ...], now: datetime) -> None:
        """Take note that a cause was told."""
        seen = self._seen[cause]
        seen.told_at, seen.last_ids, seen.ids = now, seen.ids, set()
