"""Events as a server takes them: the fleet is reached when the first one comes, and left when the server ends."""

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from agent.doors.desk import Desk
from agent.doors.worker.acceptance import Acceptance
from agent.doors.worker.duties import Sent, Source, Taken
from agent.doors.worker.fleet import Fleet
from agent.doors.worker.serving import WorkerOptions, working
from agent.settings import Settings


class EventsIn:
    """Takes events for a server; an asynchronous context manager.

    Where work waits in the process itself (``memory://``), the server carries it out.

    Args:
        settings: the settings.
        desk: processes that read events and carry work out.
    """

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings = settings
        self._desk = desk
        self._opening = asyncio.Lock()
        self._closing = asyncio.Event()
        self._accept: Acceptance | None = None
        self._open: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin; nothing is reached yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish what is begun, and leave the fleet."""
        self._closing.set()
        if self._open is not None:
            await asyncio.gather(self._open, return_exceptions=True)

    async def __call__(self, sent: Sent, source: Source, parent: str | None = None) -> Taken:
        """Take events; see ``Acceptance``.

        Raises:
            InputError: something is wrong for good.
            TemporaryError: they have to be sent again.
        """
        async with self._opening:
            if self._accept is None:
                self._accept = await self._opened()
        return await self._accept(sent, source, parent)

    async def _opened(self) -> Acceptance:
        opened: asyncio.Future[Acceptance] = asyncio.get_running_loop().create_future()
        # A task of its own, because what it enters has to be left where it was entered.
        self._open = asyncio.create_task(self._stay(opened))
        return await opened

    async def _stay(self, opened: "asyncio.Future[Acceptance]") -> None:
        try:
            async with AsyncExitStack() as stack:
                fleet = await stack.enter_async_context(Fleet(self._settings))
                if not fleet.lasting:
                    await stack.enter_async_context(working(self._settings, fleet, self._desk, WorkerOptions()))
                opened.set_result(Acceptance(self._desk, fleet))
                await self._closing.wait()
        except Exception as error:
            if opened.done():
                raise
            opened.set_exception(error)
