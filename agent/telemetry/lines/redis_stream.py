"""Log lines on a Redis stream, for whoever watches runs as they happen."""

from collections.abc import Sequence

import redis

from agent.telemetry.lines.failing import not_taken
from foundation.redis_troubles import redis_trouble

#: Entries that the stream keeps, roughly.
_LONGEST = 100_000
_TIMEOUT_SECONDS = 2.0


class RedisLines:
    """Adds lines to a stream, each as the field ``line``.

    Args:
        address: ``redis://`` or ``rediss://`` address of the server, with the password if it has one.
        stream: key of the stream.
        name: the address as messages may have it.
    """

    def __init__(self, address: str, stream: str, name: str) -> None:
        self._client = redis.Redis.from_url(
            address, socket_timeout=_TIMEOUT_SECONDS, socket_connect_timeout=_TIMEOUT_SECONDS
        )
        self._stream = stream
        self._name = name

    def send(self, lines: Sequence[str]) -> None:
        """See ``LineSink.send``."""
        try:
            with self._client.pipeline(transaction=True) as pipeline:
                for line in lines:
                    pipeline.xadd(self._stream, {"line": line}, maxlen=_LONGEST, approximate=True)
                pipeline.execute()
        except (redis.RedisError, OSError) as error:
            raise not_taken(self._name, redis_trouble(error, "INFRA_ENGINEER_LOG_SINKS").reason) from error
