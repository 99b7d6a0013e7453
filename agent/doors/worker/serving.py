"""A worker: takes events and work until it is told to stop, and then finishes what it has begun."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from agent.bootstrap.logs import build_log
from agent.doors.desk import Desk
from agent.doors.places import OUTPUT
from agent.doors.worker.acceptance import Acceptance
from agent.doors.worker.duties import PRELOAD, Output
from agent.doors.worker.fleet import Fleet
from agent.doors.worker.health import answering
from agent.doors.worker.streams import StreamIntake
from agent.doors.worker.task import Workplace, leave_out, workplace
from agent.settings import Settings
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.fleet import EMBEDDED, intake_addresses

#: So much work is taken up for each process of the desk: while one is at work, the next waits beside it.
_TAKEN_UP = 2
#: How often docket looks for work while it has its hands full.
_LOOKS = timedelta(milliseconds=50)


class WorkerOptions(FrozenModel):
    """How a worker works.

    Attributes:
        processes: how many compile at once; one for each processor if ``None``.
        publish: addresses that everything is published to as well.
        health_port: port for probes; nothing is answered if ``None``.
        grace_seconds: how long it goes on with what it has begun when it is told to stop.
    """

    processes: int | None = None
    publish: tuple[str, ...] = ()
    health_port: int | None = None
    grace_seconds: float = 25.0


def serve_worker(settings: Settings, options: WorkerOptions) -> None:
    """Work until SIGTERM or SIGINT comes.

    Args:
        settings: settings of the worker; files are only written below their workspace, and in their state folder.
        options: how it works.

    Raises:
        InputError: there is nothing that it could ever do.
        OutsideError: the server of the fleet cannot be reached, or the port for probes is taken.
    """
    streams = intake_addresses(settings.intake.get_secret_value())
    if settings.fleet == EMBEDDED and not streams:
        raise InputError(_nothing_to_do())
    come = f"events from {', '.join(stream.name for stream in streams)}" if streams else "no events"
    build_log(settings).info(f"takes work from {settings.fleet}, and {come}")
    # Whoever runs the worker opens what they name; nobody else's work may be published elsewhere.
    opened = " ".join([*settings.publish_to.split(), *options.publish])
    asyncio.run(_serve(settings.model_copy(update={"publish_to": opened}), options))


async def _serve(settings: Settings, options: WorkerOptions) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    idle = timedelta(seconds=settings.fleet_redelivery_seconds)
    processes = options.processes or os.cpu_count() or 1
    async with (
        Desk(settings, processes, preload=PRELOAD) as desk,
        Fleet(settings) as fleet,
        working(settings, fleet, desk, options) as worked,
    ):
        accept = Acceptance(desk, fleet)
        intakes = [
            StreamIntake(address, accept, desk, idle, fleet.outages.tell).run(stopping)
            for address in intake_addresses(settings.intake.get_secret_value())
        ]
        with answering(options.health_port, lambda: desk.ready and not stopping.is_set() and not worked.done()):
            await _until(stopping, worked, intakes)


async def _until(
    stopping: asyncio.Event, worked: "asyncio.Task[None]", intakes: Sequence[Coroutine[None, None, None]]
) -> None:
    """Take events until it is to stop.

    Raises:
        Exception: what ended the work before that; no work would be taken up any longer.
    """
    async with asyncio.TaskGroup() as group:
        for intake in intakes:
            group.create_task(intake)
        stop = asyncio.ensure_future(stopping.wait())
        await asyncio.wait([stop, worked], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        stopping.set()
    if worked.done():
        worked.result()
        raise RuntimeError("docket's worker has ended by itself")


@asynccontextmanager
async def working(
    settings: Settings, fleet: Fleet, desk: Desk, options: WorkerOptions
) -> "AsyncIterator[asyncio.Task[None]]":
    """Carry out work of a fleet while the block lasts; what is begun is finished, or left to others.

    Args:
        settings: the settings.
        fleet: the fleet.
        desk: processes that carry it out.
        options: how.

    Yields:
        What carries it out; it is done only when that cannot go on.
    """
    from docket import Worker

    fleet.register()
    output = Output(folder=settings.workspace.absolute() / OUTPUT, publish=options.publish)
    token = workplace.set(Workplace(desk, output, fleet.outages.tell))
    async with Worker(
        fleet.docket,
        concurrency=desk.workers * _TAKEN_UP,
        redelivery_timeout=timedelta(seconds=settings.fleet_redelivery_seconds),
        reconnection_delay=timedelta(seconds=1),
        minimum_check_interval=_LOOKS,
        fallback_task=leave_out,
    ) as worker:
        worked = asyncio.create_task(worker.run_forever(), name="worker")
        try:
            yield worked
        finally:
            await _finish(worked, options.grace_seconds)
            workplace.reset(token)


async def _finish(worked: "asyncio.Task[None]", seconds: float) -> None:
    """Have a worker take up nothing more, finish what it has begun, and leave to others what takes too long."""
    worked.cancel()
    _, unfinished = await asyncio.wait([worked], timeout=seconds)
    for task in unfinished:
        task.cancel()
    await asyncio.gather(worked, return_exceptions=True)


def _nothing_to_do() -> Problem:
    return Problem(
        code="worker-idle",
        message="no work can come: it would wait in this process, and no stream of events is named",
        remedy="Name the Redis server of the fleet in INFRA_ENGINEER_FLEET, or streams in INFRA_ENGINEER_INTAKE.",
        file="environment",
        path="INFRA_ENGINEER_FLEET",
    )
