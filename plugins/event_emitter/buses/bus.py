"""What every bus does."""

from typing import Protocol

from foundation.model.events import Event


class EventBus(Protocol):
    """Takes the events of a run in their order."""

    def publish(self, events: list[Event], location: str | None) -> None:
        """Publish events.

        Args:
            events: the events.
            location: output folder of the run, if it saved anything.

        Raises:
            OutsideError: the bus did not take them.
        """
        ...
