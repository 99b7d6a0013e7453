"""Alerts as channels of the outbox, one for each role, so that no alert is lost."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from foundation.model.policy.alerts import AlertPolicy
from plugins.event_emitter.alerts.addresses import OTHERS
from plugins.event_emitter.alerts.alert import Alert, alert_of
from plugins.event_emitter.alerts.quiet import quiet_for
from plugins.event_emitter.alerts.repeats import Repeats
from plugins.event_emitter.alerts.text import body_of, title_of
from plugins.event_emitter.channels.channel import not_sent
from plugins.event_emitter.cloud_events import CloudEvent

if TYPE_CHECKING:
    from plugins.event_emitter.alerts.sender import Sender

#: Seconds after which a channel with quiet hours is asked again at the latest.
_LONGEST_WAIT = 3600.0


class AlertChannel:
    """Tells one role what concerns it.

    Args:
        role: recipient in the words of the escalation policy; ``*`` gets what nobody else is told.
        addresses: where the role is told.
        others: the roles that have channels of their own.
        policy: returns how people are told.
        now: the time.
        pages: address of the server that has pages, if it is known.
    """

    def __init__(
        self,
        role: str,
        addresses: Sequence[str],
        others: Collection[str],
        policy: Callable[[], AlertPolicy],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pages: str = "",
    ) -> None:
        self._role = role
        self._addresses = addresses
        self._others = frozenset(others)
        self._policy = policy
        self._now = now
        self._pages = pages
        self._repeats = Repeats()
        self._done: tuple[str, set[int]] = "", set()

    @property
    def name(self) -> str:
        """See ``EventChannel``."""
        return f"alerts:{self._role}"

    def send(self, event: CloudEvent) -> None:
        """See ``EventChannel.send``; events that call for no alert are taken, and nothing is done."""
        alert = alert_of(event.id, event.data)
        if alert is not None:
            self.tell(alert)

    def tell(self, alert: Alert) -> None:
        """Tell of something, if it concerns this role and its cause was not told just now.

        Args:
            alert: what is to be told.

        Raises:
            NotSentError: not everybody was told, or these are quiet hours.
        """
        if not self._is_concerned(alert):
            return
        policy, now = self._policy(), self._now()
        count = self._repeats.due(alert.cause, alert.id, now, timedelta(minutes=policy.repeat_after_minutes))
        if not count:
            return
        if quiet := quiet_for(policy.quiet_hours, self._role, now).total_seconds():
            remedy = "Nothing is to be mended: alerts are sent when quiet hours are over."
            raise not_sent(self.name, "these are quiet hours", remedy, wait=min(quiet, _LONGEST_WAIT))
        self._tell_all(alert, count, policy)
        self._repeats.told(alert.cause, now)

    def _is_concerned(self, alert: Alert) -> bool:
        if self._role == OTHERS:
            return not self._others & set(alert.recipients)
        return self._role in alert.recipients

    def _tell_all(self, alert: Alert, count: int, policy: AlertPolicy) -> None:
        done = self._done[1] if self._done[0] == alert.id else set()
        self._done = alert.id, done
        for number, sender in enumerate(self._senders):
            body = body_of(alert, count, policy, sender.most, self._pages)
            if number not in done and sender.send(title_of(alert, count), body):
                done.add(number)
        if left := len(self._senders) - len(done):
            remedy = "See what the service says, or mend its address in INFRA_ENGINEER_ALERT_CHANNELS."
            raise not_sent(self.name, f"{left} of {len(self._senders)} addresses took no alert", remedy)

    @cached_property
    def _senders(self) -> "list[Sender]":
        # Imported here: most runs call for no alert.
        from plugins.event_emitter.alerts.sender import Sender

        try:
            return [Sender(address) for address in self._addresses]
        except ValueError as error:
            remedy = "Mend it in INFRA_ENGINEER_ALERT_CHANNELS: https://appriseit.com says how they are written."
            raise not_sent(self.name, str(error), remedy) from error
