"""What every channel does."""

from typing import Protocol

from foundation.model.errors import OutsideError, Problem
from plugins.event_emitter.cloud_events import CloudEvent


class EventChannel(Protocol):
    """Brings events to a service.

    Attributes:
        name: what the outbox calls it; it stays the same while its address does, and holds no secret.
    """

    @property
    def name(self) -> str: ...  # noqa: D102  (see the attributes)

    def send(self, event: CloudEvent) -> None:
        """Send one event; when this returns, the service has it.

        Args:
            event: the event. The service may have got it before: its id says so.

        Raises:
            NotSentError: the service did not take it.
        """
        ...


class NotSentError(OutsideError):
    """A service did not take an event, or did not say that it has it.

    Args:
        problem: what went wrong.
        hopeless: whether it will not take this event at any other time either.
        wait: seconds that the service wants to be left alone for, if it said so.
    """

    failure = "not_announced"

    def __init__(self, problem: Problem, *, hopeless: bool = False, wait: float | None = None) -> None:
        super().__init__(problem)
        self.hopeless = hopeless
        self.wait = wait


def not_sent(
    channel: str, reason: str, remedy: str, *, hopeless: bool = False, wait: float | None = None
) -> NotSentError:
    """Return the failure that says why a service has no event.

    Args:
        channel: name of the channel.
        reason: why.
        remedy: how to mend that.
        hopeless: whether sending the same event again is of no use.
        wait: seconds that the service wants to be left alone for.
    """
    problem = Problem(code="event-not-sent", message=f"the event was not taken: {reason}", remedy=remedy, file=channel)
    return NotSentError(problem, hopeless=hopeless, wait=wait)
