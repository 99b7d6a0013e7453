"""What brings events from the outbox to their channels."""

from pathlib import Path
from typing import TYPE_CHECKING

from agent.bootstrap.channels import build_channels
from agent.settings import Settings

if TYPE_CHECKING:
    from foundation.model.events import Event
    from plugins.event_emitter.channels.channel import EventChannel
    from plugins.event_emitter.relay import Relay, Sender

_FILE = "file:"
_STDOUT = "stdout"


def build_relay(settings: Settings) -> "Relay":
    """Wire the relay of the settings' channels, and of files that could not be written when a run ended.

    Args:
        settings: the settings.
    """
    from plugins.event_emitter.relay import Relay

    channels = {channel.name: channel for channel in build_channels(settings)}

    def sender(name: str) -> "Sender | None":
        if name.startswith(_FILE):
            return _to_file(Path(name.removeprefix(_FILE)))
        if name == _STDOUT:
            return _to_nobody
        return _to_channel(channels[name]) if name in channels else None

    return Relay(sender)


def _to_channel(channel: "EventChannel") -> "Sender":
    from plugins.event_emitter.cloud_events import cloud_event

    return lambda event: channel.send(cloud_event(event))


def _to_file(folder: Path) -> "Sender":
    from plugins.event_emitter.buses.files import FileBus

    bus = FileBus(folder)

    def send(event: "Event") -> None:
        payload = event.payload
        known = bus.delivered(payload.get("execution_id", ""), payload.get("digest", ""))
        if event.id not in {one.id for one in known}:
            bus.publish([event])

    return send


def _to_nobody(event: "Event") -> None:
    """Whoever read the stream has gone.

    Raises:
        NotSentError: always.
    """
    from plugins.event_emitter.channels.channel import not_sent

    raise not_sent(_STDOUT, "whoever read it has gone", "Send the events to a channel instead.", hopeless=True)
