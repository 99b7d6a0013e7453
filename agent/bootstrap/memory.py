"""Memory by the settings, and what writes to it what runs leave."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.bootstrap.alerts import build_dead_letter_alert
from agent.bootstrap.clocks import clock
from agent.bootstrap.relay import build_relay
from agent.settings import Settings
from foundation.catalog.library import TemplateLibrary

if TYPE_CHECKING:
    from agent.execution.recording.recorder import Recorder
    from memory.backend import Backend
    from memory.memory import Memory, ScopedMemory


def build_memory(settings: Settings) -> "Memory":
    """Wire the memory; nothing is opened before it is first asked.

    Args:
        settings: the settings.
    """
    from memory.memory import Memory

    return Memory(build_backend(settings), settings.memory_workspace, settings.tenants)


def build_backend(settings: Settings) -> "Backend":
    """Wire what keeps memory; nothing of another kind is loaded.

    Args:
        settings: the settings.
    """
    if settings.memory == "sqlite":
        from memory.sqlite.backend import SqliteBackend

        return SqliteBackend(settings.state_dir / "memory.sqlite")
    from memory.address import memory_address

    address = memory_address(settings.memory)
    key = settings.memory_key.get_secret_value() if settings.memory_key else None
    if address.kind == "redis":
        from memory.redis.backend import RedisBackend

        return RedisBackend(address.url, key)
    from memory.cosmos.backend import CosmosBackend

    return CosmosBackend(address.url, address.database, address.container, key)


def build_recorder(settings: Settings, library: TemplateLibrary, report: Callable[[str], None]) -> "Recorder":
    """Wire what writes to memory what runs leave.

    Args:
        settings: the settings.
        library: templates and policies.
        report: takes the message of a memory that cannot be used.
    """
    from agent.execution.recording.recorder import Recorder

    return Recorder(
        build_memory(settings),
        lambda: library.policy.default_tenant,
        clock(settings),
        report,
        build_ending(settings, library, report),
    )


def build_ending(
    settings: Settings, library: TemplateLibrary, report: Callable[[str], None]
) -> "Callable[[ScopedMemory], None]":
    """Wire what happens when a run has ended: its events are sent, and once a day memory is kept up.

    Args:
        settings: the settings.
        library: templates and policies.
        report: takes the message of a channel that takes none.
    """
    from memory.upkeep import keep_up

    send, now = build_relaying(settings, report), clock(settings)

    def end(memory: "ScopedMemory") -> None:
        send(memory)
        keep_up(memory.backend, memory.scope, lambda: library.policy.memory.retention, now())

    return end


def build_relaying(settings: Settings, report: Callable[[str], None]) -> "Callable[[ScopedMemory], None]":
    """Wire what sends the events of a run that has ended, and those before it; what it cannot send is told.

    Args:
        settings: the settings.
        report: takes the message of a channel that takes none.
    """
    named = (settings.event_channels, settings.alert_channels, settings.pull_requests)
    if not any(channels.get_secret_value().strip() for channels in named):
        return lambda _: None
    relay, set_aside = build_relay(settings), build_dead_letter_alert(settings, report)

    def send(memory: "ScopedMemory") -> None:
        done = relay.relay(memory)
        if done.refused:
            set_aside("the outbox", [problem.message for problem in done.problems.values()])
        for name, problem in done.problems.items():
            waiting = done.waiting.get(name, 0)
            report(f"{problem.message} ({name}); {waiting} events wait in the outbox")

    return send
