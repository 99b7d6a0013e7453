"""Events replay: the events of a run are sent once more."""

from collections.abc import Collection

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from memory.backend import ChangedError
from memory.memory import Memory
from memory.records.outbox import Delivery, OutboxEntry


class ReplayCommand(FrozenModel):
    """What to send again.

    Attributes:
        subject: id of a run, of an execution or of a trace.
        channels: names of the channels that are to get it; all of the settings by default.
    """

    subject: str
    channels: list[str] = []


def replay_events(command: ReplayCommand, *, memory: Memory, channels: Collection[str]) -> int:
    """Put events back into the outbox as if no channel had got them; the relay sends them.

    Args:
        command: what to send again.
        memory: the memory.
        channels: names of the channels of the settings.

    Returns:
        The number of events.

    Raises:
        InputError: nothing of that name was announced, or there is no such channel.
        OutsideError: memory cannot be used.
    """
    wanted = _wanted(command, channels)
    put = 0
    for tenant in memory.tenants():
        outbox = memory.of(tenant).outbox
        runs = {run.run_id for run in memory.of(tenant).runs.of_execution(command.subject)} | {command.subject}
        for entry in outbox.entries():
            if entry.run_id in runs or entry.trace_id == command.subject:
                again = entry.model_copy(update={"deliveries": _again(entry, wanted)})
                try:
                    outbox.replace(entry, again)
                except ChangedError:  # it is being sent at this moment
                    continue
                put += len(entry.events)
    if not put:
        raise InputError(
            Problem(
                code="events-unknown",
                message=f"memory holds no events of {command.subject}",
                remedy=f"Name a run or a trace that `infra-engineer events list {Flag.ALL}` shows.",
            )
        )
    return put


def _wanted(command: ReplayCommand, channels: Collection[str]) -> list[str]:
    unknown = [name for name in command.channels if name not in channels]
    if unknown or not channels:
        known = f"There are: {', '.join(channels)}." if channels else "Name some in INFRA_ENGINEER_EVENT_CHANNELS."
        raise InputError(
            *(
                Problem(
                    code="channel-unknown",
                    message=f"there is no channel {name} to send events to"
                    if name
                    else "there is no channel to send to",
                    remedy=known,
                )
                for name in unknown or [""]
            )
        )
    return command.channels or list(channels)


def _again(entry: OutboxEntry, wanted: list[str]) -> dict[str, Delivery]:
    return {**entry.deliveries, **{name: Delivery() for name in wanted}}
