"""Worker processes that end with the run that they work for, however it ends, and leave nothing half-done."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import wraps
from multiprocessing import forkserver, parent_process, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext
from threading import Thread, main_thread
from types import FrameType
from typing import NoReturn, ParamSpec, TypeVar

from agent.leaving import leave_from_anywhere
from foundation.helm.collector import look_less_often_in_new_processes

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
#: What a terminal or whoever supervises us sends to all our processes; the main one decides what it means.
_TO_ALL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_ENDED = 128 + signal.SIGTERM
#: What is done before the end, and when.
_last: list[tuple[int, Callable[[], None]]] = []


@contextmanager
def worker_pool(workers: int, preload: list[str], prepare: Callable[[], None]) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes; when the work is given up, they are ended.

    Args:
        workers: their number.
        preload: modules that are loaded once, for all of them.
        prepare: is called in each of them first.
    """
    context = forking(preload)
    # Whoever interrupts need not wait until all is loaded: a process without work waits for that in their place.
    loaded = context.Process(target=int, daemon=True)
    loaded.start()
    loaded.join()
    pool = ProcessPoolExecutor(workers, context, _start, (prepare,))
    try:
        with _held_back():  # no process may be half-started when they are to be ended
            pool.submit(int)
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def forking(preload: list[str]) -> ForkServerContext:
    """Return what starts processes that signals to all of ours do not reach; nothing waits for what is loaded.

    Args:
        preload: modules that are loaded once, for all of them.
    """
    # The fork server loads the kernel once; each worker is forked from it before Helm's Go
    # runtime starts, which could not survive a fork.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    resource_tracker.ensure_running()  # by itself, because it lets signals through again
    look_less_often_in_new_processes()
    with _held_back():
        forkserver.ensure_running()
    return context


@contextmanager
def _held_back() -> Iterator[None]:
    """Have signals wait; processes that start meanwhile never get them, unless they ask for them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _TO_ALL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(prepare: Callable[[], None]) -> None:
    begin_worker()
    prepare()


def before_the_end(close: Callable[[], None], order: int) -> None:
    """Have something done before this process ends because it is told to, if it has nothing else to do then.

    Args:
        close: what is done; it must come to an end soon.
        order: the higher, the earlier.
    """
    _last.append((order, close))
    _last.sort(key=lambda each: -each[0])


def begin_worker() -> None:
    """Have this process end when it is told to, and when the one that it works for has gone."""
    signal.signal(signal.SIGTERM, _end)
    leave_from_anywhere()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
    Thread(target=_end_with_parent, daemon=True).start()


def whole_or_not_at_all(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Have work in a worker process be left by an exception when the process is ended, so that it clears away."""

    @wraps(work)
    def working(*arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
        signal.signal(signal.SIGTERM, _leave)
        try:
            return work(*arguments, **options)
        except SystemExit:
            os._exit(_ENDED)  # the pool would take the exception for a result, and give us more to do
        finally:
            signal.signal(signal.SIGTERM, _end)

    return working


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for _, close in _last:
        with suppress(Exception):  # there is nobody left to be told
            close()
    os._exit(_ENDED)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(_ENDED)


def _end_with_parent() -> None:
    """End this process when the one that it works for has gone without a word."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        signal.pthread_kill(main_thread().ident or 0, signal.SIGTERM)  # which may be waiting in a system call
