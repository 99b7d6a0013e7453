"""The emitter: every event of every run leaves through it, with or without a kernel."""

from collections.abc import Callable, Sequence
from typing import Protocol

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.destination import Receipt
from foundation.model.errors import OutsideError, Problem
from foundation.model.events import Event, EventLog, UndeliveredError
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.failure import Failure
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import Trace
from plugins.event_emitter.buses.bus import EventBus
from plugins.event_emitter.channels.channel import EventChannel
from plugins.event_emitter.cloud_events import cloud_event
from plugins.event_emitter.payloads import (
    generation_failed,
    last_events,
    recorded_events,
    success_events,
    validation_failed,
)


class Outbox(Protocol):
    """Keeps events until everybody has them."""

    def keep(self, events: Sequence[Event], buses: Sequence[str]) -> bool:
        """Keep events, before any of them is sent, for the buses of these names; return whether they are kept."""
        ...

    def sent(self, bus: str) -> None:
        """Take note that a bus has got all that was kept last."""
        ...


class Emitter:
    """Publishes the events of runs.

    Args:
        buses: where all events go.
        beside: returns where those of a run go beside what it saved, by its receipt.
        unsaved: where those of runs go that saved nothing; an output folder must stay exactly as it was then.
        now: UTC time, ISO 8601.
        outbox: keeps events before they are sent; without one they are sent alone.
        channels: services that all events are sent to: by the relay, if the outbox has them, and at once if not.
    """

    def __init__(
        self,
        buses: Sequence[EventBus],
        beside: Callable[[Receipt], Sequence[EventBus]],
        unsaved: Sequence[EventBus],
        now: Callable[[], str],
        outbox: Outbox | None = None,
        channels: Sequence[EventChannel] = (),
    ) -> None:
        self._outbox = outbox
        self._channels = channels
        self._buses = buses
        self._beside = beside
        self._unsaved = unsaved
        self._now = now

    def saved(
        self, trace: Trace, effective: EffectiveComponent, chart: Chart, artifacts: ArtifactSet, receipt: Receipt
    ) -> EventLog:
        """Publish the events of a run that saved.

        Raises:
            UndeliveredError: a bus did not take them; the others got them all the same.
        """
        events = success_events(trace, effective, chart, artifacts, self._now())
        return self._publish(events, [*self._beside(receipt), *self._buses])

    def published(self, trace: Trace, recorded: RecordedRun, artifacts: ArtifactSet, receipt: Receipt) -> EventLog:
        """Publish the events of a run that published recorded artifacts.

        Raises:
            UndeliveredError: a bus did not take them; the others got them all the same.
        """
        events = recorded_events(trace, recorded, artifacts, self._now())
        return self._publish(events, [*self._beside(receipt), *self._buses])

    def delivered(self, execution: str, digest: str, paths: Sequence[str], receipt: Receipt) -> EventLog | None:
        """Return the events of an earlier run, if everybody whom they are for is known to have them all.

        Args:
            execution: id of the run.
            digest: digest of its artifacts.
            paths: their paths.
            receipt: where they are.
        """
        last, known = last_events(paths), list[Event]()
        for bus in [*self._buses, *self._beside(receipt)]:
            known = bus.delivered(execution, digest)
            if not last or not last <= {(event.event, event.payload.get("env", "")) for event in known}:
                return None
        return EventLog(events=list({event.id: event for event in known}.values()))

    def failed(self, failure: Failure) -> EventLog:
        """Publish the events of a run that was given up, or of bundles that were refused before there was one.

        Raises:
            UndeliveredError: a bus did not take them; the others got them all the same.
        """
        now = self._now()
        blocked = [validation_failed(failure, failure.report, now)] if failure.report is not None else []
        return self._publish([*blocked, generation_failed(failure, now)], [*self._unsaved, *self._buses])

    def _publish(self, events: list[Event], buses: Sequence[EventBus]) -> EventLog:
        names = [bus.name for bus in buses] + [channel.name for channel in self._channels]
        kept = self._outbox is not None and self._outbox.keep(events, names)
        problems: list[Problem] = []
        for bus in buses:
            try:
                bus.publish(events)
            except OutsideError as error:
                problems += error.problems
            else:
                if self._outbox is not None:
                    self._outbox.sent(bus.name)
        if not kept:
            problems += [problem for channel in self._channels for problem in _sent(channel, events)]
        if problems:
            raise UndeliveredError(events, *problems)
        return EventLog(events=events)


def _sent(channel: EventChannel, events: Sequence[Event]) -> list[Problem]:
    """Send events without an outbox behind; return why that ended, if it did before the last one."""
    try:
        for event in events:
            channel.send(cloud_event(event))
    except OutsideError as error:
        return list(error.problems)
    return []
