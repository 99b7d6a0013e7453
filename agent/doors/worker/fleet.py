"""Where the work of a fleet waits, as whoever sends work there sees it."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from agent.bootstrap.logs import build_log
from agent.doors.worker.duties import Work
from agent.doors.worker.load import Load, WorkerAtWork
from agent.doors.worker.outages import Outages
from agent.doors.worker.plain import read_nothing_that_runs
from agent.doors.worker.said import forward_docket
from agent.doors.worker.task import generate_component, send_waiting_events
from agent.doors.worker.unavailable import answering
from agent.settings import Settings
from foundation.model.fleet import EMBEDDED, fleet_name

if TYPE_CHECKING:
    from docket import Docket, Execution
    from redis.credentials import UsernamePasswordCredentialProvider

#: How long docket keeps what became of work, and of whom it was told.
_RESULTS_KEPT = timedelta(minutes=15)
#: Docket has its reads last at most 60 seconds, and would wait without an end for a server that answers nothing.
_ANSWERS = "?socket_timeout=75"


class Fleet:
    """Takes work; an asynchronous context manager, entered in the loop that it serves.

    Args:
        settings: settings that say where it waits.

    Attributes:
        address: where it waits, without a password.
        outages: what cannot be done at the moment.
    """

    def __init__(self, settings: Settings) -> None:
        self.address = settings.fleet
        self.outages = Outages(build_log(settings))
        self._settings = settings
        self._stack = AsyncExitStack()
        self.docket: Docket = self._docket()

    async def __aenter__(self) -> Self:
        """Reach the server.

        Raises:
            OutsideError: it cannot be reached.
        """
        log = build_log(self._settings)
        forward_docket(log, self.outages, self.address)
        read_nothing_that_runs(log)
        if self.lasting:
            await self._require_server()
        await self._stack.enter_async_context(self.docket)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the server."""
        await self._stack.aclose()

    @property
    def lasting(self) -> bool:
        """Whether what it has taken outlives this process."""
        return self.address != EMBEDDED

    async def take(self, work: Iterable[Work], *, told: bool = False) -> "list[Execution]":
        """Take work; what waits already, or is being done, is not taken once more.

        Work that would be lost with this process is done when this comes back.

        Args:
            work: the work.
            told: whether somebody waits for the results.

        Raises:
            OutsideError: the server cannot be reached: nothing is known of what was not taken.
        """
        kind = "told" if told else "asked"
        taken = []
        for one in work:
            async with answering(self.address):
                add = self.docket.add(generate_component, key=f"{kind}/{one.key}")
                taken.append(await add(one.text, told, one.parent))
        if not self.lasting and not told:
            for execution in taken:
                await execution.get_result()
        return taken

    async def workers(self) -> list[WorkerAtWork]:
        """Return the workers that have been heard of lately, by name.

        Raises:
            OutsideError: the server cannot be reached.
        """
        async with answering(self.address):
            found = await self.docket.workers()
        return sorted((WorkerAtWork(one.name, one.last_seen) for one in found), key=lambda one: one.name)

    async def load(self) -> Load:
        """Return how much work there is.

        Raises:
            OutsideError: the server cannot be reached.
        """
        async with answering(self.address), self.docket.redis() as server:
            taken = await server.xlen(self.docket.stream_key)
            later = await server.zcard(self.docket.queue_key)
            groups = await server.xinfo_groups(self.docket.stream_key) if taken else []
        running = sum(int(group["pending"]) for group in groups)
        return Load(waiting=max(taken - running, 0), running=running, later=later)

    def register(self) -> None:
        """Have docket know what work is carried out by, before a worker looks for some."""
        self.docket.register(generate_component)
        if self._settings.event_channels.get_secret_value().strip():
            self.docket.register(send_waiting_events)

    async def _require_server(self) -> None:
        """Docket waits for a server for as long as it takes; whoever starts is told what keeps it from working."""
        from redis.asyncio import Redis

        client = Redis.from_url(self.address, credential_provider=self._credentials(), retry=None)
        async with answering(self.address), client as server:
            await server.xlen(self.docket.stream_key)

    def _docket(self) -> "Docket":
        from docket import Docket

        return Docket(
            name=fleet_name(self._settings.memory_workspace),
            url=self.address + (_ANSWERS if self.lasting else ""),
            execution_ttl=_RESULTS_KEPT,
            credential_provider=self._credentials(),
        )

    def _credentials(self) -> "UsernamePasswordCredentialProvider | None":
        from redis.credentials import UsernamePasswordCredentialProvider

        key = self._settings.fleet_key
        if key is None:
            return None
        return UsernamePasswordCredentialProvider(urlsplit(self.address).username, key.get_secret_value())
