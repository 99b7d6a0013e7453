"""Brings what waits in the outbox to its channels: in the order of each trace, as often as it takes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from foundation.model.errors import OutsideError, Problem
from foundation.model.events import Event
from memory.backend import ChangedError
from memory.memory import ScopedMemory
from memory.records.outbox import Delivery, OutboxEntry
from plugins.event_emitter.channels.channel import NotSentError

#: Longest time between two attempts, in seconds.
LONGEST_WAIT = 900
#: A channel that waits for longer than any wait is one whose clock was put back meanwhile.
_UNBELIEVABLE = timedelta(seconds=4 * LONGEST_WAIT)


class Sender(Protocol):
    """Sends one event to a service or a file."""

    def __call__(self, event: Event) -> None:
        """Send it.

        Raises:
            OutsideError: it was not taken.
        """
        ...


@dataclass
class Relayed:
    """What became of one pass over the outbox.

    Attributes:
        sent: number of events that channels took, each channel counted.
        refused: number of those that a channel will never take.
        waiting: number of events that are still to be sent, by the channel's name.
        problems: why; one for each channel.
    """

    sent: int = 0
    refused: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


class Relay:
    """Sends what waits. Whoever is killed meanwhile sends it again: receivers know events by their ids.

    Args:
        sender: returns what sends to a channel, by its name in the outbox; nothing for one that is no longer there.
        now: the time by which attempts are spaced.
    """

    def __init__(self, sender: Callable[[str], Sender | None], now: Callable[[], datetime] | None = None) -> None:
        self._sender = sender
        self._now = now or (lambda: datetime.now(UTC))
        self._resting: dict[str, datetime] = {}

    def relay(self, *memories: ScopedMemory, at_once: bool = False) -> Relayed:
        """Go over the outboxes of scopes once, each from the oldest entry on.

        Args:
            memories: the scopes.
            at_once: whether channels are tried that are to be left alone for a while.

        Raises:
            OutsideError: memory cannot be used.
        """
        done = Relayed()
        if at_once:
            self._resting.clear()
        for memory in memories:
            self._pass(memory, done, at_once)
        return done

    def _pass(self, memory: ScopedMemory, done: Relayed, at_once: bool) -> None:
        stopped = set[tuple[str, str]]()
        for entry in memory.outbox.pending():
            for name in entry.waiting:
                if (name, entry.trace_id) not in stopped:
                    entry = self._deliver(memory, entry, name, done, at_once)
                if left := len(entry.events) - entry.deliveries[name].sent:
                    # What comes later in the trace has to wait.
                    stopped.add((name, entry.trace_id))
                    done.waiting[name] = done.waiting.get(name, 0) + left

    def _deliver(
        self, memory: ScopedMemory, entry: OutboxEntry, name: str, done: Relayed, at_once: bool
    ) -> OutboxEntry:
        """Send an entry's events to one channel, and write how far that went."""
        send, delivery = self._sender(name), entry.deliveries[name]
        if send is None:
            done.problems.setdefault(name, _no_channel(name))
            return entry
        # A channel that was found down in this pass is not asked for each of its entries.
        if not self._is_due(name, Delivery() if at_once else delivery):
            if delivery.problem:
                done.problems.setdefault(name, _still(name, delivery))
            return entry
        after = self._sent(entry, name, send, done)
        changed = entry.model_copy(update={"deliveries": {**entry.deliveries, name: after}})
        try:
            memory.advance(entry, changed)
        except ChangedError:  # another relay is at the same entry, and writes how far it gets
            return entry
        return changed

    def _sent(self, entry: OutboxEntry, name: str, send: Sender, done: Relayed) -> Delivery:
        before = entry.deliveries[name]
        number, refused, said = before.sent, list(before.refused), ""
        for event in entry.events[before.sent :]:
            try:
                send(event)
            except OutsideError as error:
                done.problems.setdefault(name, error.problems[0])
                said = error.problems[0].message
                if not (isinstance(error, NotSentError) and error.hopeless):
                    kept = Delivery(sent=number, attempts=before.attempts + 1, refused=refused, problem=said)
                    return self._later(name, kept, error)
                refused.append(event.id)
                done.refused += 1
            else:
                done.sent += 1
            number += 1
        return Delivery(sent=number, refused=refused, problem=said)

    def _later(self, name: str, delivery: Delivery, error: OutsideError) -> Delivery:
        asked = error.wait if isinstance(error, NotSentError) else None
        wait = min(2**delivery.attempts, LONGEST_WAIT) if asked is None else max(asked, 1.0)
        self._resting[name] = at = self._now() + timedelta(seconds=wait)
        return delivery.model_copy(update={"next_at": at.isoformat()})

    def _is_due(self, name: str, delivery: Delivery) -> bool:
        """Tell whether a channel may be tried; what it was found to be in this process counts for all entries."""
        at = self._resting.get(name)
        if at is None and delivery.next_at:
            at = datetime.fromisoformat(delivery.next_at)
        if at is None:
            return True
        left = at - self._now()
        return left <= timedelta(0) or left > _UNBELIEVABLE


def _no_channel(name: str) -> Problem:
    return Problem(
        code="channel-gone",
        message=f"events wait for {name}, which is no channel of the settings any more",
        remedy="Name it in INFRA_ENGINEER_EVENT_CHANNELS again, or give its events up with infra-engineer events drop.",
        file=name,
    )


def _still(name: str, delivery: Delivery) -> Problem:
    message = f"{delivery.problem}; it is tried again from {delivery.next_at} on"
    remedy = "Mend the channel, and send now with infra-engineer events relay."
    return Problem(code="event-not-sent", message=message, remedy=remedy, file=name)
