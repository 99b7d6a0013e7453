"""Where the work of a fleet waits, as whoever sends work there sees it."""

from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from redis.exceptions import RedisError

from agent.bootstrap.logs import build_log
from agent.doors.worker.duties import Work
from agent.doors.worker.load import Load
from agent.doors.worker.plain import read_nothing_that_runs
from agent.doors.worker.said import forward_docket
from agent.doors.worker.task import generate_component, send_waiting_events
from agent.settings import Settings
from foundation.model.errors import OutsideError, Problem
from foundation.model.fleet import EMBEDDED, fleet_name

if TYPE_CHECKING:
    from docket import Docket, Execution

#: How long docket keeps what became of work, and of whom it was told.
_RESULTS_KEPT = timedelta(minutes=15)


class Fleet:
    """Takes work; an asynchronous context manager, entered in the loop that it serves.

    Args:
        settings: settings that say where it waits.
    """

    def __init__(self, settings: Settings) -> None:
        self.address = settings.fleet
        self._settings = settings
        self._stack = AsyncExitStack()
        self.docket: Docket = self._docket()

    async def __aenter__(self) -> Self:
        """Reach the server.

        Raises:
            OutsideError: it cannot be reached.
        """
        log = build_log(self._settings)
        forward_docket(log)
        read_nothing_that_runs(log)
        with reaching(self.address):
            await self._stack.enter_async_context(self.docket)
            # Docket waits for a server for as long as it takes; whoever starts is told what keeps it from working.
            async with self.docket.redis() as server:
                await server.xlen(self.docket.stream_key)
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
        with reaching(self.address):
            taken = [
                await self.docket.add(generate_component, key=f"{kind}/{one.key}")(one.text, told, one.parent)
                for one in work
            ]
            if not self.lasting and not told:
                for execution in taken:
                    await execution.get_result()
        return taken

    async def load(self) -> Load:
        """Return how much work there is.

        Raises:
            OutsideError: the server cannot be reached.
        """
        with reaching(self.address):
            async with self.docket.redis() as server:
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

    def _docket(self) -> "Docket":
        from docket import Docket
        from redis.credentials import UsernamePasswordCredentialProvider

        settings, provider = self._settings, None
        if settings.fleet_key is not None:
            user = urlsplit(self.address).username
            provider = UsernamePasswordCredentialProvider(user, settings.fleet_key.get_secret_value())
        return Docket(
            name=fleet_name(settings.memory_workspace),
            url=self.address,
            execution_ttl=_RESULTS_KEPT,
            credential_provider=provider,
        )


class FleetUnavailableError(OutsideError):
    """The server cannot be used, whatever it is asked."""


@contextmanager
def reaching(place: str) -> Iterator[None]:
    """Tell that a Redis server cannot be reached.

    Args:
        place: its address, without a password.

    Raises:
        FleetUnavailableError: it cannot be.
    """
    try:
        yield
    except (RedisError, OSError) as error:
        raise FleetUnavailableError(
            Problem(
                code="fleet-unavailable",
                message=f"the server at {place} cannot be used: {error or type(error).__name__}",
                remedy="Check that it runs and takes connections, INFRA_ENGINEER_FLEET and INFRA_ENGINEER_FLEET_KEY.",
            )
        ) from error
