"""Events from a Redis stream: each is acknowledged when its work is safe, and not before."""

import asyncio
import os
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from agent.doors.desk import Desk
from agent.doors.worker.acceptance import Acceptance
from agent.doors.worker.duties import Sent, Source, give_up_event
from agent.doors.worker.unavailable import INTAKE, reaching
from foundation.model.errors import AgentError, Problem, TemporaryError
from foundation.model.fleet import GROUP, IntakeAddress

#: Fields of an entry that may hold the event.
_FIELDS = (b"cloudevent", b"payload")
#: So many entries are taken up at once, and so often is one before it is a dead letter.
_AT_ONCE, MOST_DELIVERIES = 16, 5
_BLOCK_MILLISECONDS = 1_000
_TIMEOUT_SECONDS = 10.0
#: Seconds until a server is asked again that could not be used.
_PAUSE_SECONDS = 1.0


class StreamIntake:
    """Takes events from a stream, as one of the consumers of a group.

    Args:
        address: the stream.
        accept: takes an event.
        desk: processes that keep dead letters.
        idle: after this time an entry is taken up that another consumer has left.
        report: is told what cannot be done at the moment.
    """

    def __init__(
        self,
        address: IntakeAddress,
        accept: Acceptance,
        desk: Desk,
        idle: timedelta,
        report: Callable[[Sequence[Problem]], None],
    ) -> None:
        self._address = address
        self._accept = accept
        self._desk = desk
        self._idle = int(idle.total_seconds() * 1000)
        self._report = report
        self._source = Source(channel=address.name, tenants=address.tenants)
        self._consumer = f"{socket.gethostname()}#{os.getpid()}"

    async def run(self, stopping: asyncio.Event) -> None:
        """Take events until it is to stop; a server that cannot be used is asked again.

        Args:
            stopping: is set when no further event may be taken up.
        """
        client = Redis.from_url(
            self._address.url, socket_timeout=_TIMEOUT_SECONDS, socket_connect_timeout=_TIMEOUT_SECONDS
        )
        async with client:
            while not stopping.is_set():
                try:
                    with reaching(self._address.name, INTAKE, key=None):
                        await self._served(client, stopping)
                except AgentError as error:
                    self._report(error.problems)
                    await _pause(stopping)

    async def _served(self, client: "Redis", stopping: asyncio.Event) -> None:
        await self._join(client)
        while not stopping.is_set():
            await self._take(client, await self._abandoned(client), again=True)
            found: Any = await client.xreadgroup(
                GROUP, self._consumer, {self._address.stream: ">"}, count=_AT_ONCE, block=_BLOCK_MILLISECONDS
            )
            await self._take(client, [entry for _, entries in found for entry in entries])

    async def _join(self, client: "Redis") -> None:
        try:
            await client.xgroup_create(self._address.stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def _abandoned(self, client: "Redis") -> list[Any]:
        """Return entries that a consumer has taken up and left, this one too."""
        found: list[Any] = []
        cursor: Any = "0-0"
        while len(found) < _AT_ONCE:
            cursor, entries, *_ = await client.xautoclaim(
                self._address.stream, GROUP, self._consumer, self._idle, start_id=cursor, count=_AT_ONCE
            )
            found += entries
            if cursor in (b"0-0", "0-0"):
                break
        return found

    async def _take(self, client: "Redis", entries: list[Any], *, again: bool = False) -> None:
        await asyncio.gather(*(self._take_one(client, name, fields, again) for name, fields in entries))

    async def _take_one(self, client: "Redis", name: bytes, fields: dict[bytes, bytes] | None, again: bool) -> None:
        try:
            if fields is not None:  # else it was deleted from the stream meanwhile
                content = next((fields[field] for field in _FIELDS if field in fields), b"")
                sent = Sent(content, entry=name.decode())
                deliveries = await self._deliveries(client, name) if again else 1
                if deliveries > MOST_DELIVERIES:
                    await self._desk.run(give_up_event, sent, self._source, deliveries)
                else:
                    await self._accept(sent, self._source)
        except TemporaryError as error:
            self._report(error.problems)
            await self._leave(client, name)
            return
        await client.xack(self._address.stream, GROUP, name)

    async def _leave(self, client: "Redis", name: bytes) -> None:
        """Leave an entry to be taken up again; only those that a worker did not survive are counted."""
        stream = self._address.stream
        await client.xclaim(stream, GROUP, self._consumer, 0, [name], retrycount=0, justid=True)

    async def _deliveries(self, client: "Redis", name: bytes) -> int:
        found = await client.xpending_range(self._address.stream, GROUP, name, name, 1)
        return int(found[0]["times_delivered"]) if found else 1


async def _pause(stopping: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), _PAUSE_SECONDS)
    except TimeoutError:
        return
