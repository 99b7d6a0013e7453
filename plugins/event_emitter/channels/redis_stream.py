"""Events on a Redis stream."""

from functools import cached_property
from typing import TYPE_CHECKING

from foundation.redis_troubles import redis_trouble
from plugins.event_emitter.channels.channel import not_sent
from plugins.event_emitter.cloud_events import CloudEvent

if TYPE_CHECKING:
    import redis

#: Adds the event unless its id was added before; both at once, so that a sender that is killed leaves no half.
_ADD_ONCE = """
if redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[1]) then
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*',
    'id', ARGV[3], 'type', ARGV[4], 'trace_id', ARGV[5], 'cloudevent', ARGV[6])
  return 1
end
return 0
"""
#: Seconds that ids are kept for: nobody sends an event again after that.
_REMEMBERED = 30 * 24 * 3600
#: Entries that a stream keeps, roughly.
_LONGEST = 1_000_000
_TIMEOUT_SECONDS = 5.0


class RedisStreamChannel:
    """Adds events to a stream, each of them once.

    Args:
        address: ``redis://`` or ``rediss://`` address of the server, with the password if it has one.
        stream: key of the stream.
        name: what the outbox calls it.
    """

    def __init__(self, address: str, stream: str, name: str) -> None:
        self._address = address
        self._stream = stream
        self._name = name

    @property
    def name(self) -> str:
        """See ``EventChannel``."""
        return self._name

    def send(self, event: CloudEvent) -> None:
        """See ``EventChannel.send``."""
        from redis.exceptions import RedisError

        seen = f"{self._stream}:seen:{event.id}"
        arguments: list[str | int] = [_REMEMBERED, _LONGEST, event.id, event.type, event.partitionkey or "", event.text]
        try:
            self._client.eval(_ADD_ONCE, 2, self._stream, seen, *arguments)
        except (RedisError, OSError) as error:
            trouble = redis_trouble(error, "INFRA_ENGINEER_EVENT_CHANNELS")
            raise not_sent(self._name, trouble.reason, trouble.remedy) from error

    @cached_property
    def _client(self) -> "redis.Redis":
        import redis

        return redis.Redis.from_url(
            self._address, socket_timeout=_TIMEOUT_SECONDS, socket_connect_timeout=_TIMEOUT_SECONDS
        )
