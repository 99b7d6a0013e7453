"""Rows in a Redis server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from foundation.model.errors import OutsideError, Problem
from foundation.redis_troubles import redis_trouble
from memory.backend import ChangedError, Expected, Row, Size
from memory.redis.scripts import FIND, WRITE
from memory.scope import Scope

if TYPE_CHECKING:
    from redis import Redis

_NAME = "infra-engineer"
#: All scopes that there are; whoever asks in one needs it not.
_SCOPES = f"{_NAME}:scopes"
_SECONDS_TO_CONNECT = 3.0
_SECONDS_TO_ANSWER = 10.0
_RETRIES = 3
#: So many rows are read at once when all are read.
_AT_ONCE = 200


class RedisBackend:
    """Keeps rows in a server; see ``Backend``. It is reached when it is first asked.

    Args:
        address: redis://, rediss:// or unix://, without a password.
        password: the password, if the server wants one.
    """

    def __init__(self, address: str, password: str | None = None) -> None:
        self._address = address
        self._password = password

    @property
    def place(self) -> str:
        """See ``Backend.place``."""
        return self._address

    def get(self, scope: Scope, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """See ``Backend.get``."""
        if not keys:
            return {}
        with self._connection() as client:
            contents = client.hmget(f"{_prefix(scope)}:{kind}", [key.encode() for key in keys])
        return {key: content for key, content in zip(keys, contents, strict=True) if content is not None}

    def find(
        self,
        scope: Scope,
        kind: str,
        field: str,
        value: str,
        limit: int | None = None,
        *,
        oldest_first: bool = False,
        also: Sequence[tuple[str, str]] = (),
        skip: int = 0,
    ) -> list[bytes]:
        """See ``Backend.find``."""
        if limit == 0:
            return []
        order = "ZRANGE" if oldest_first else "ZREVRANGE"
        last = -1 if limit is None else skip + limit - 1
        names = [f":by:{_lookup(*one)}" for one in ((field, value), *also)]
        return self._found(scope, kind, names, order, skip, last)[1]

    def write(
        self,
        scope: Scope,
        rows: Sequence[Row],
        *,
        removed: Sequence[tuple[str, str]] = (),
        expected: Sequence[Expected] = (),
    ) -> None:
        """See ``Backend.write``: one script, which the server runs alone."""
        arguments: list[Any] = [len(expected)]
        for one in expected:
            arguments += [one.kind, one.key, int(one.content is not None), one.content or b""]
        arguments += [len(removed), *(part for pair in removed for part in pair), len(rows)]
        for row in rows:
            lookups = [_lookup(field, value) for field, value in row.lookups]
            arguments += [row.kind, row.key, row.content, int(row.stays), len(lookups), *lookups]
        with self._connection() as client:
            client.sadd(_SCOPES, _scope(scope))
            if not self._write(keys=[_prefix(scope)], args=arguments):
                raise ChangedError

    def rows(self, scope: Scope, kind: str) -> Iterator[tuple[str, bytes]]:
        """See ``Backend.rows``."""
        start = 0
        while True:
            keys, contents = self._found(scope, kind, [":order"], "ZRANGE", start, start + _AT_ONCE - 1)
            yield from zip((key.decode() for key in keys), contents, strict=True)
            if len(keys) < _AT_ONCE:
                return
            start += _AT_ONCE

    def keys(self, scope: Scope, kind: str, limit: int | None = None) -> list[str]:
        """See ``Backend.keys``."""
        if limit == 0:
            return []
        with self._connection() as client:
            found = client.zrange(f"{_prefix(scope)}:{kind}:order", 0, -1 if limit is None else limit - 1)
        return [key.decode() for key in found]

    def counts(self, scope: Scope, kind: str, lookups: Sequence[tuple[str, str]]) -> list[int]:
        """See ``Backend.counts``; all are asked at once."""
        with self._connection() as client, client.pipeline(transaction=False) as asked:
            for one in lookups:
                asked.zcard(f"{_prefix(scope)}:{kind}:by:{_lookup(*one)}")
            return [int(number) for number in asked.execute()]

    def scopes(self) -> list[Scope]:
        """See ``Backend.scopes``."""
        with self._connection() as client:
            known = [text.decode().partition("/") for text in client.smembers(_SCOPES)]
        return sorted(Scope(unquote(tenant), unquote(workspace)) for tenant, _, workspace in known)

    def sizes(self) -> list[Size]:
        """See ``Backend.sizes``."""
        found: list[Size] = []
        scopes = self.scopes()
        with self._connection() as client:
            for scope in scopes:
                rows, sizes = client.hgetall(f"{_prefix(scope)}:rows"), client.hgetall(f"{_prefix(scope)}:bytes")
                counted = [(kind, int(rows[kind])) for kind in rows]
                found += [Size(scope, kind.decode(), count, int(sizes[kind])) for kind, count in counted if count]
        return sorted(found, key=lambda size: (size.scope, size.kind))

    def _found(
        self, scope: Scope, kind: str, names: Sequence[str], order: str, first: int, last: int
    ) -> tuple[list[bytes], list[bytes]]:
        with self._connection():
            keys, contents = self._find(keys=[_prefix(scope)], args=[kind, order, first, last, *names])
        return keys, contents

    @cached_property
    def _client(self) -> "Redis":
        # Imported here: most machines keep memory in a file.
        from redis import Redis
        from redis.backoff import ExponentialBackoff
        from redis.retry import Retry

        return Redis.from_url(
            self._address,
            password=self._password,
            socket_connect_timeout=_SECONDS_TO_CONNECT,
            socket_timeout=_SECONDS_TO_ANSWER,
            retry=Retry(ExponentialBackoff(cap=1.0, base=0.05), _RETRIES),
        )

    @cached_property
    def _write(self) -> Any:
        return self._client.register_script(WRITE)

    @cached_property
    def _find(self) -> Any:
        return self._client.register_script(FIND)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        from redis.exceptions import RedisError

        try:
            yield self._client
        except (RedisError, OSError, ValueError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> OutsideError:
        trouble = redis_trouble(error, "INFRA_ENGINEER_MEMORY", "INFRA_ENGINEER_MEMORY_KEY")
        message = f"the memory at {self._address} cannot be used: {trouble.reason}"
        return OutsideError(Problem(code="memory-unavailable", message=message, remedy=trouble.remedy))


def _scope(scope: Scope) -> str:
    return f"{quote(scope.tenant, safe='')}/{quote(scope.workspace, safe='')}"


def _prefix(scope: Scope) -> str:
    return f"{_NAME}:{{{_scope(scope)}}}"


def _lookup(field: str, value: str) -> str:
    return f"{quote(field, safe='')}:{quote(value, safe='')}"
