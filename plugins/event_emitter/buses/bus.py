"""What every bus does."""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from foundation.model.errors import Problem
from foundation.model.events import Event, UndeliveredError


class EventBus(Protocol):
    """Takes events in their order, and nothing else: where they go it was told when it was made."""

    @property
    def name(self) -> str:
        """Return what memory calls the bus: its kind, and its place where there may be several."""
        ...

    def publish(self, events: Sequence[Event]) -> None:
        """Publish events.

        Args:
            events: the events.

        Raises:
            UndeliveredError: the bus did not take all of them.
        """
        ...

    def delivered(self, execution: str, digest: str) -> list[Event]:
        """Return the events of an earlier run that whoever is at the bus's end is known to have, in their order.

        Args:
            execution: id of the run.
            digest: digest of the artifacts that they tell of.
        """
        ...


def undelivered(events: Sequence[Event], place: str, reason: object, remedy: str) -> UndeliveredError:
    """Return the failure that says which events a bus did not take.

    Args:
        events: the events that it did not take; some may have arrived all the same.
        place: where they should have gone.
        reason: why they did not.
        remedy: how to mend that.
    """
    counts = Counter(event.event for event in events)
    names = ", ".join(name if number == 1 else f"{number} {name}" for name, number in counts.items())
    message = f"the events cannot be written there: {reason}; not delivered: {names}"
    return UndeliveredError(events, Problem(code="event-not-written", message=message, remedy=remedy, file=place))
