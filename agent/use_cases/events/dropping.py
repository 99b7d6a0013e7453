"""Events drop: a channel that is no longer there gets nothing more."""

from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from memory.backend import ChangedError
from memory.memory import Memory
from memory.records.outbox import Delivery, OutboxEntry


def drop_events(channel: str, *, memory: Memory) -> int:
    """Take away what waits for a channel; the events stay in the list as refused.

    Args:
        channel: name of the channel, as the list shows it.
        memory: the memory.

    Returns:
        The number of events.

    Raises:
        InputError: nothing waits for such a channel.
        OutsideError: memory cannot be used.
    """
    dropped, names = 0, set[str]()
    for tenant in memory.tenants():
        outbox = memory.of(tenant).outbox
        for entry in outbox.pending():
            names.update(entry.waiting)
            if channel in entry.waiting:
                try:
                    outbox.replace(entry, _without(entry, channel))
                except ChangedError:
                    continue
                dropped += len(entry.events) - entry.deliveries[channel].sent
    if not dropped:
        raise InputError(
            Problem(
                code="channel-unknown",
                message=f"no events wait for a channel {channel}",
                remedy=did_you_mean(channel, names, f"There are: {', '.join(sorted(names)) or 'none'}."),
            )
        )
    return dropped


def _without(entry: OutboxEntry, channel: str) -> OutboxEntry:
    before = entry.deliveries[channel]
    ids = [event.id for event in entry.events[before.sent :]]
    after = Delivery(sent=len(entry.events), refused=[*before.refused, *ids], problem="given up by hand")
    return entry.model_copy(update={"deliveries": {**entry.deliveries, channel: after}})
