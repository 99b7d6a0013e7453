"""What is read when somebody looks at the metrics: what waits in the outbox, and for workers."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.telemetry.instruments import OUTBOX, QUEUE
from agent.telemetry.measurements import Measurement, measured
from foundation.model.fleet import EMBEDDED, GROUP, fleet_name, intake_addresses

if TYPE_CHECKING:
    import redis

    from agent.telemetry.sending.gauges import Gauges

#: Events beside an output folder wait for that folder; each folder as a series of its own would be too many.
_FILES = "file"
#: So many entries of a stream are counted at most; whoever sees that many knows enough.
_MOST_COUNTED = 10_000
_TIMEOUT_SECONDS = 2.0


def watch_outbox(gauges: "Gauges", settings: Settings) -> None:
    """Have the outbox read whenever somebody looks.

    Args:
        gauges: what is read then.
        settings: the settings.
    """
    memory = build_memory(settings)

    def read() -> list[Measurement]:
        waiting = Counter[str]()
        for tenant in memory.tenants():
            for entry in memory.of(tenant).outbox.pending():
                for name in entry.waiting:
                    channel = _FILES if name.startswith(f"{_FILES}:") else name
                    waiting[channel] += len(entry.events) - entry.deliveries[name].sent
        return [measured(OUTBOX, number, channel) for channel, number in sorted(waiting.items())]

    gauges.watch(OUTBOX, read)


def watch_queues(gauges: "Gauges", settings: Settings) -> None:
    """Have read, whenever somebody looks, what waits for workers: events on streams, and work of the fleet.

    Args:
        gauges: what is read then.
        settings: the settings.
    """
    readers: dict[str, Callable[[], int]] = {}
    for address in intake_addresses(settings.intake.get_secret_value()):
        readers[address.name] = _on_stream(_client(address.url), address.stream)
    if settings.fleet != EMBEDDED:
        key = settings.fleet_key.get_secret_value() if settings.fleet_key else None
        readers[settings.fleet] = _of_fleet(
            _client(settings.fleet, password=key), fleet_name(settings.memory_workspace)
        )

    def read() -> list[Measurement]:
        from redis.exceptions import RedisError

        found = []
        for name, waiting in readers.items():
            try:
                found.append(measured(QUEUE, waiting(), name))
            except RedisError:  # a server that is down has no value, and hides no other
                continue
        return found

    if readers:
        gauges.watch(QUEUE, read)


def _client(address: str, password: str | None = None) -> "redis.Redis":
    import redis

    more: dict[str, Any] = {"password": password} if password else {}
    return redis.Redis.from_url(
        address, socket_timeout=_TIMEOUT_SECONDS, socket_connect_timeout=_TIMEOUT_SECONDS, **more
    )


def _on_stream(client: "redis.Redis", stream: str) -> Callable[[], int]:
    """Return what counts the events of a stream that no worker has acknowledged."""

    def count() -> int:
        if not client.exists(stream):
            return 0
        groups = [group for group in client.xinfo_groups(stream) if group["name"] == GROUP.encode()]
        last = groups[0]["last-delivered-id"].decode() if groups else "0-0"
        later = client.xrange(stream, f"({last}", "+", count=_MOST_COUNTED)
        return len(later or ()) + (int(groups[0]["pending"]) if groups else 0)

    return count


def _of_fleet(client: "redis.Redis", name: str) -> Callable[[], int]:
    """Return what counts the work of a fleet that waits or is being done."""
    return lambda: int(client.xlen(f"{name}:stream")) + int(client.zcard(f"{name}:queue"))
