"""Where events go, and what announces bundles that are refused before there is a run."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from agent.bootstrap.attesting import build_key_check
from agent.bootstrap.channels import build_channels
from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_recorder
from agent.settings import Settings
from foundation.model.destination import WORKSPACE, Destination
from foundation.model.errors import AgentError

if TYPE_CHECKING:
    from foundation.model.events import EventLog
    from memory.records.requests import RecordedRequest
    from plugins.event_emitter.buses.bus import EventBus
    from plugins.event_emitter.emitter import Emitter, Outbox


def build_emitter(settings: Settings, event_stream: TextIO | None = None, outbox: "Outbox | None" = None) -> "Emitter":
    """Wire the emitter and its buses; it needs no kernel.

    Args:
        settings: the settings.
        event_stream: text stream that gets the events too.
        outbox: keeps events before they are sent.
    """
    from plugins.event_emitter.buses.files import FileBus
    from plugins.event_emitter.emitter import Emitter

    return Emitter(
        _buses(event_stream),
        lambda receipt: [FileBus(Path(receipt.place))] if receipt.kind == WORKSPACE else [],
        [FileBus(settings.state_dir)],
        clock(settings),
        outbox,
        build_channels(settings),
    )


def _buses(event_stream: TextIO | None) -> "list[EventBus]":
    """Return the buses that get the events of every run."""
    if event_stream is None:
        return []
    from plugins.event_emitter.buses.stdout import StreamBus

    return [StreamBus(event_stream)]


def build_readiness(settings: Settings, confined: bool) -> Callable[[Destination], None]:
    """Wire what refuses a destination, or a key that cannot sign, before anything is done for it.

    Args:
        settings: the settings.
        confined: whether folders have to be below the workspace.
    """
    require_keys = build_key_check(settings)

    def ready(destination: Destination) -> None:
        require_keys()
        if destination.kind != WORKSPACE:
            return
        from plugins.artifact_emitter.sinks.workspace import WorkspaceSink
        from plugins.event_emitter.buses.files import FileBus

        folder = WorkspaceSink(settings.workspace if confined else None).folder(destination.place)
        FileBus(folder).require_ours()

    return ready


def announce_rejection(
    settings: Settings,
    source: str,
    error: AgentError,
    written: "RecordedRequest | None" = None,
    *,
    event_stream: TextIO | None = None,
) -> "EventLog":
    """Announce bundles that were refused before there was a run, without loading the kernel.

    Args:
        settings: the settings.
        source: what was to be generated, as the user named it.
        error: what is wrong with it; if its event cannot be delivered, that is added to its problems.
        written: what was given, if it can be kept.
        event_stream: text stream that gets the event too.

    Returns:
        The event.
    """
    from agent.bootstrap.logs import build_log
    from agent.execution.rejection import reject
    from foundation.model.policy.platform import escalation_of

    library = build_library(settings)
    recorder = build_recorder(settings, library, build_log(settings).warning)
    emitter = build_emitter(settings, event_stream, recorder)
    return reject(source, error, emitter, escalation_of(lambda: library.policy), recorder, written)
