"""A worker process that lives on, seen from the one that it works for."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Lock, Thread, Timer

from agent.execution.worker_loop import CarryOut, Done, Failed, Ready, Task, serve
from agent.execution.workers import forking
from agent.telemetry.measurements import Measurement
from foundation.model.errors import OutsideError, Problem
from foundation.model.run.step import Step

#: Seconds that a process may take to leave what it does; clearing away takes milliseconds.
_GRACE_SECONDS = 10.0

_Order = tuple[Task, Callable[[Step], None], Callable[[Done | Failed], None]]


class WorkerLostError(OutsideError):
    """The process that worked on something has gone, and that was not asked for."""


class WorkerProcess:
    """A process and the thread that speaks with it; neither making one nor any call waits for it.

    Args:
        build: makes what carries work out; is called in the process.
        report_crash: is told, in the process, of what nobody expected.
        preload: modules that are loaded once, for all such processes.
        absorb: takes what the process measured, in another thread.
    """

    def __init__(
        self,
        build: Callable[[], CarryOut],
        report_crash: Callable[[BaseException], None],
        preload: list[str],
        absorb: Callable[[Sequence[Measurement]], None] = lambda _: None,
    ) -> None:
        self._absorb = absorb
        self._build, self._report_crash, self._preload = build, report_crash, preload
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._ended = self._broken = False
        #: Whether it is wired, so that work begins at once.
        self.ready = False
        #: How many pieces of work it was given.
        self.served = 0
        self._thread = Thread(target=self._live, name="worker process", daemon=True)
        self._thread.start()

    @property
    def usable(self) -> bool:
        """Whether it takes further work; one that is not wired yet does."""
        with self._lock:
            process = self._process
            gone = process is not None and bool(wait([process.sentinel], 0))
        return not (self._ended or self._broken or gone)

    def hand_over(self, task: Task, tell: Callable[[Step], None], answer: Callable[[Done | Failed], None]) -> None:
        """Have it do something, when what it was given before is done.

        Args:
            task: what.
            tell: is told of each step, in another thread.
            answer: gets what comes of it, in another thread; it is called once, whatever happens.
        """
        self.served += 1
        self._orders.put((task, tell, answer))

    def end(self) -> None:
        """Have it leave what it does, which is then done whole or not at all, and end."""
        with self._lock:
            self._ended = True
            process = self._process
            if process is not None:
                process.terminate()
                killing = Timer(_GRACE_SECONDS, self._kill)
                killing.daemon = True
                killing.start()
        self._orders.put(None)

    def wait(self) -> None:
        """Wait until it has ended; call ``end`` first.

        Nobody waits for one that still starts and was given nothing: it has nothing to leave, and whoever it
        would be started by waits for all modules to be loaded. It ends by itself when this process is gone.
        """
        with self._lock:
            started = self._process is not None
        if started or self.served:
            self._thread.join(2 * _GRACE_SECONDS)

    def _live(self) -> None:
        try:
            connection = self._start()
            failure = _failure(_received(connection))
        except OSError:
            connection, failure = None, _lost()
        self._broken, self.ready = failure is not None, failure is None
        while (order := self._orders.get()) is not None:
            task, tell, answer = order
            done = failure or (_carried_out(connection, task, tell) if connection else _lost())
            self._broken = self._broken or _is_lost(done)
            self._absorb(done.measured)
            answer(done)
        self._clear_away(connection)

    def _start(self) -> Connection:
        context = forking(self._preload)
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._build, self._report_crash), daemon=True)
        with theirs:
            process.start()
        with self._lock:
            self._process = process
        if self._ended:
            process.terminate()
        return ours

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _clear_away(self, connection: Connection | None) -> None:
        if connection is not None:
            connection.close()
        if (process := self._process) is not None:
            process.join()
            with self._lock:
                self._process = None
            process.close()


def _carried_out(connection: Connection, task: Task, tell: Callable[[Step], None]) -> Done | Failed:
    try:
        connection.send(task)
    except OSError:
        return _lost()
    except Exception as error:  # it cannot be sent to a process
        return Failed(error)
    while isinstance(message := _received(connection), Step):
        tell(message)
    return message if isinstance(message, Done) else _failure(message) or _lost()


def _failure(message: Step | Ready | Done | Failed) -> Failed | None:
    return message if isinstance(message, Failed) else None


def _is_lost(done: Done | Failed) -> bool:
    return isinstance(done, Failed) and isinstance(done.error, WorkerLostError)


def _received(connection: Connection) -> Step | Ready | Done | Failed:
    with suppress(EOFError, OSError):
        return connection.recv()  # type: ignore[no-any-return]
    return _lost()


def _lost() -> Failed:
    message = "the process that worked on this has ended before it was done"
    remedy = "Try again: nothing is half-written, and another process has taken its place."
    return Failed(WorkerLostError(Problem(code="worker-lost", message=message, remedy=remedy)))
