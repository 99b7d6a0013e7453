"""A batch that is spread over a fleet; the results come in the order of the requests."""

import asyncio
from collections.abc import Callable, Generator
from datetime import timedelta
from typing import TYPE_CHECKING

from anyio.from_thread import start_blocking_portal
from redis.exceptions import RedisError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_fixed

from agent.bootstrap.use_cases.fleet.collecting import build_collect
from agent.doors.worker.duties import Work, work_of
from agent.doors.worker.fleet import Fleet
from agent.doors.worker.unavailable import FleetUnavailableError, reaching
from agent.settings import Settings
from agent.use_cases.fleet.carry_out import CarriedOut
from agent.use_cases.fleet.collect import failed
from agent.use_cases.fleet.job import job_of
from foundation.model.errors import AgentError, OutsideError, Problem
from foundation.model.run.request import GenerationRequest, GenerationResult

if TYPE_CHECKING:
    from docket import Execution

#: After so long without a result it is looked whether anybody works.
_LOOKS = timedelta(seconds=4)
#: Seconds that the server may be away while results are waited for.
_PATIENCE = 60.0


class FleetRuns:
    """Runs requests on a fleet, as ``agent.execution.process_pool.Runs`` does on this machine.

    Args:
        settings: settings that say where work waits, and the workers' memory.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._collect: Callable[[GenerationRequest, CarriedOut], GenerationResult] = build_collect(settings)

    def __call__(self, requests: list[GenerationRequest], _jobs: int) -> Generator[GenerationResult]:
        """Have requests run and yield the results in their order.

        Raises:
            OutsideError: the server of the fleet cannot be reached, or nobody works.
        """
        if not requests:
            return
        work = [work_of(job_of(request, request.options.request_digest)) for request in requests]
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(Fleet(self._settings)) as fleet:
            taken = portal.call(_taken, fleet, work)
            for request, one, execution in zip(requests, work, taken, strict=True):
                try:
                    done = portal.call(_done, fleet, one, execution)
                except (NobodyWorksError, FleetUnavailableError):
                    raise  # the others would wait as long for nothing, one after the other
                except AgentError as error:
                    yield failed(request, error)
                else:
                    yield self._collect(request, done)


class NobodyWorksError(OutsideError):
    """There is no worker."""


async def _taken(fleet: Fleet, work: list[Work]) -> "list[Execution]":
    return await fleet.take(work, told=True)


async def _done(fleet: Fleet, work: Work, execution: "Execution") -> CarriedOut:
    """Wait until a worker has carried something out; a server that is away for a while only delays it."""
    idle = False
    with reaching(fleet.address):
        while True:
            try:
                result = await _result(execution)
            except TimeoutError:
                if not await _workers(fleet):
                    if idle:
                        raise _nobody(fleet) from None
                    idle = True
                continue
            if isinstance(result, CarriedOut):
                return result
            (execution,) = await fleet.take([work], told=True)  # docket keeps results for a while only


async def _result(execution: "Execution") -> object:
    async for attempt in _patiently():
        with attempt:
            # A server that answers nothing has no result yet either; whether anybody works is asked then.
            async with asyncio.timeout(2 * _LOOKS.total_seconds()):
                await execution.sync()
                result: object = await execution.get_result(timeout=_LOOKS)
    return result


async def _workers(fleet: Fleet) -> bool:
    async for attempt in _patiently():
        with attempt:
            found = await fleet.workers()
    return bool(found)


def _patiently() -> AsyncRetrying:
    return AsyncRetrying(
        retry=retry_if_exception_type((RedisError, ConnectionError, FleetUnavailableError)),
        stop=stop_after_delay(_PATIENCE),
        wait=wait_fixed(0.5),
        reraise=True,
    )


def _nobody(fleet: Fleet) -> NobodyWorksError:
    return NobodyWorksError(
        Problem(
            code="fleet-empty",
            message=f"no worker takes work from {fleet.address}",
            remedy="Start some with `infra-engineer worker`, with the same INFRA_ENGINEER_FLEET and _MEMORY_WORKSPACE.",
        )
    )
