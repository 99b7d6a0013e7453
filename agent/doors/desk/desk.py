"""The desk: requests wait here for their turn, each with whoever asked for it."""

import os
from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, TypeVarTuple

from anyio import (
    CancelScope,
    Event,
    Semaphore,
    WouldBlock,
    create_memory_object_stream,
    create_task_group,
    get_cancelled_exc_class,
)
from anyio.streams.memory import MemoryObjectReceiveStream
from anyio.to_thread import run_sync

from agent.bootstrap.worker_processes import build_worker_process
from agent.settings import Settings
from foundation.model.errors import Problem, TemporaryError
from foundation.model.run.step import Step

if TYPE_CHECKING:
    from agent.bootstrap import Agent
    from agent.execution.worker_loop import Done, Failed, Task
    from agent.execution.worker_process import WorkerProcess

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")
#: Hears of a step; it may take its time, because nobody waits for it but whoever asked.
Progress = Callable[[Step], Awaitable[None]]

#: After so many pieces of work a fresh process takes the place of one, whatever libraries may have kept in it.
_MOST_SERVED = 1_000
#: So many steps wait for a slow listener; further ones are not told.
_MOST_UNHEARD = 64


class TooBusyError(TemporaryError):
    """So many requests wait already that one more is not taken."""

    failure = "too_busy"


class Desk:
    """Hands requests to warm processes; an asynchronous context manager, entered in the loop that it serves.

    Args:
        settings: settings of the agents; files are only written below their workspace.
        workers: greatest number of processes, each of which does one thing at a time; one for each processor by
            default, and two at least. The first is started at once, others when they are needed.
        most_waiting: so many requests may wait for their turn.
        preload: modules that hold the work, which all processes have loaded beforehand.
    """

    def __init__(
        self, settings: Settings, workers: int | None = None, *, most_waiting: int = 200, preload: tuple[str, ...] = ()
    ) -> None:
        self.workers = workers or max(2, os.cpu_count() or 1)
        self._hire = partial(build_worker_process, settings, preload)
        self._most_waiting = most_waiting
        self._waiting = 0
        self._turns = Semaphore(self.workers)
        self._idle: list[WorkerProcess] = []
        self._processes: set[WorkerProcess] = set()
        self._successors: dict[WorkerProcess, WorkerProcess] = {}

    async def __aenter__(self) -> Self:
        """Start the first process; nobody waits for it."""
        self._idle.append(self._hired())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes."""
        ending = list(self._processes)
        for process in ending:
            process.end()
        with CancelScope(shield=True):
            await run_sync(_wait_for, ending)

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return self._waiting

    @property
    def ready(self) -> bool:
        """Whether a process is wired, so that a request's work begins at once."""
        return any(process.ready for process in self._processes)

    async def run(
        self,
        work: "Callable[[Agent, *Arguments], Result]",
        *arguments: *Arguments,
        progress: Progress | None = None,
        parent: str | None = None,
    ) -> Result:
        """Have a process do something; cancelled, it is done whole or not at all, and the process ends.

        Args:
            work: a function at the top of its module, which takes the agent of the process first.
            arguments: its other arguments; like its result they can be sent to another process.
            progress: hears of the steps as they begin, under rising numbers.
            parent: the trace that it belongs to, as W3C's header ``traceparent`` says it.

        Raises:
            TooBusyError: too many wait already.
            AgentError: what the work raised, as its own class; what nobody expected is told as such, and logged.
            OutsideError: the process ended by itself (``worker-lost``).
        """
        # Imported here: a client's handshake need not wait for it.
        from agent.execution.worker_loop import Task

        task = Task(work, arguments, parent, watched=progress is not None)
        async with self._turn() as process:
            result: Result = _result(await _carried_out(process, task, progress))
        return result

    @asynccontextmanager
    async def _turn(self) -> "AsyncIterator[WorkerProcess]":
        await self._await_turn()
        process = self._taken()
        try:
            yield process
        finally:
            self._give_back(process)
            self._turns.release()

    async def _await_turn(self) -> None:
        with suppress(WouldBlock):
            self._turns.acquire_nowait()
            return
        if self._waiting >= self._most_waiting:
            raise _too_busy(self._waiting)
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1

    def _taken(self) -> "WorkerProcess":
        while self._idle:
            process = self._idle.pop()
            if process.usable:
                return process
            self._dismiss(process)
        return self._hired()

    def _give_back(self, process: "WorkerProcess") -> None:
        """Have a process ready for the next request: this one, or a fresh one in its place."""
        if process.usable and process.served < _MOST_SERVED:
            self._idle.append(process)
            return
        successor = self._successors.pop(process, None) or self._hired()
        if process.usable and not successor.ready:
            self._successors[process] = successor
            self._idle.append(process)
        else:
            self._dismiss(process)
            self._idle.append(successor)

    def _hired(self) -> "WorkerProcess":
        process = self._hire()
        self._processes.add(process)
        return process

    def _dismiss(self, process: "WorkerProcess") -> None:
        process.end()
        self._processes.discard(process)


async def _carried_out(process: "WorkerProcess", task: "Task", progress: Progress | None) -> "Done | Failed":
    if progress is None:
        return await _answer(process, task, lambda _: None)
    told, heard = create_memory_object_stream[Step](_MOST_UNHEARD)
    with heard:
        async with create_task_group() as group:
            group.start_soon(_tell_each, heard, progress)
            with told:
                answer = await _answer(process, task, told.send_nowait)
    return answer


async def _tell_each(steps: MemoryObjectReceiveStream[Step], progress: Progress) -> None:
    with suppress(Exception):  # whoever listened has gone; whether the work goes on is not theirs to say
        async for step in steps:
            await progress(step)


async def _answer(process: "WorkerProcess", task: "Task", tell: Callable[[Step], None]) -> "Done | Failed":
    loop, answered = get_running_loop(), Event()
    answers: list[Done | Failed] = []

    def arrived(answer: "Done | Failed") -> None:
        answers.append(answer)
        answered.set()

    def heard(step: Step) -> None:
        if not answered.is_set():
            with suppress(WouldBlock):
                tell(step)

    process.hand_over(task, partial(_in_loop, loop, heard), partial(_in_loop, loop, arrived))
    try:
        await answered.wait()
    except get_cancelled_exc_class():
        if not answers:
            process.end()
        with CancelScope(shield=True):
            await answered.wait()
        raise
    return answers[0]


def _in_loop(loop: AbstractEventLoop, tell: Callable[[Any], None], what: Any) -> None:
    with suppress(RuntimeError):  # the loop has ended, and nobody is left to be told
        loop.call_soon_threadsafe(tell, what)


def _result(outcome: "Done | Failed") -> Any:
    from agent.execution.worker_loop import Failed

    if isinstance(outcome, Failed):
        raise outcome.error
    return outcome.result


def _wait_for(processes: "list[WorkerProcess]") -> None:
    for process in processes:
        process.wait()


def _too_busy(waiting: int) -> TooBusyError:
    message = f"all processes are at work, and {waiting} requests wait already"
    return TooBusyError(Problem(code="too-busy", message=message, remedy="Try again in a while."))
