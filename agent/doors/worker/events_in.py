"""Events as a server takes them: the fleet is reached when the first one comes, and left when the server ends."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from anyio.to_thread import run_sync

from agent.doors.desk import Desk
from agent.doors.worker.duties import Sent, Source, Taken
from agent.doors.worker.load import Load, WorkerAtWork
from agent.settings import Settings
from foundation.model.fleet import EMBEDDED

if TYPE_CHECKING:
    from agent.doors.worker.acceptance import Acceptance, Replayed
    from agent.doors.worker.fleet import Fleet
    from agent.use_cases.dead_letters.finding import ListedLetter

#: What has docket, which takes a third of a server's time to begin and few servers need: loaded with the first event.
_HEAVY = ("agent.doors.worker.acceptance", "agent.doors.worker.serving")


class FleetAtWork(NamedTuple):
    """The fleet at one moment.

    Attributes:
        workers: those that have been heard of lately; where work waits in the server itself, it is its own.
        load: how much work there is.
    """

    workers: list[WorkerAtWork]
    load: Load


class _Reached(NamedTuple):
    """The fleet, once it is reached, and what takes events to it."""

    accept: "Acceptance"
    fleet: "Fleet"


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
        self._open_fleet: _Reached | None = None
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
        return await (await self._reached()).accept(sent, source, parent)

    async def replay(self, letters: "Sequence[ListedLetter]") -> "Replayed":
        """Take dead letters up once more; see ``Acceptance.replay``.

        Raises:
            OutsideError: memory, or the server of the fleet, cannot be used.
        """
        return await (await self._reached()).accept.replay(letters)

    async def at_work(self) -> FleetAtWork:
        """Return the workers of the fleet, and how much work there is.

        Raises:
            OutsideError: the server of the fleet cannot be used.
        """
        if self._settings.fleet == EMBEDDED and self._open_fleet is None:
            return FleetAtWork([], Load(0, 0, 0))
        fleet = (await self._reached()).fleet
        load = await fleet.load()
        if not fleet.lasting:
            return FleetAtWork([], load)
        return FleetAtWork(await fleet.workers(), load)

    async def _reached(self) -> "_Reached":
        async with self._opening:
            if self._open_fleet is None:
                self._open_fleet = await self._opened()
        return self._open_fleet

    async def _opened(self) -> "_Reached":
        opened: asyncio.Future[_Reached] = asyncio.get_running_loop().create_future()
        # A task of its own, because what it enters has to be left where it was entered.
        self._open = asyncio.create_task(self._stay(opened))
        return await opened

    async def _stay(self, opened: "asyncio.Future[_Reached]") -> None:
        try:
            for module in _HEAVY:
                await run_sync(import_module, module)
            from agent.doors.worker.acceptance import Acceptance
            from agent.doors.worker.fleet import Fleet
            from agent.doors.worker.serving import WorkerOptions, working

            async with AsyncExitStack() as stack:
                fleet = await stack.enter_async_context(Fleet(self._settings))
                if not fleet.lasting:
                    await stack.enter_async_context(working(self._settings, fleet, self._desk, WorkerOptions()))
                opened.set_result(_Reached(Acceptance(self._desk, fleet), fleet))
                await self._closing.wait()
        except Exception as error:
            if opened.done():
                raise
            opened.set_exception(error)
