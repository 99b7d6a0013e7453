"""What a worker process does that lives on: one piece of work after another, each whole or not at all."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pickle import PicklingError
from typing import Any

from agent.execution.caller import Caller, on_behalf_of
from agent.execution.workers import begin_worker, whole_or_not_at_all
from agent.garbage import leave_alone_what_is_there, look_less_often
from agent.telemetry.carried import drain
from agent.telemetry.measurements import Measurement
from agent.telemetry.parents import parent_context
from foundation.model.errors import AgentError, exhausted, unexpected
from foundation.model.run.step import Step

#: How far such a process stands back (``nice``): where processors are short, whoever answers requests comes before
#: those that work at them, so that no compile holds up a handshake.
NICER_BY = 5
#: Carries out a piece of work: takes it and its arguments, gives what comes of it.
CarryOut = Callable[[Callable[..., Any], tuple[Any, ...]], Any]


@dataclass(frozen=True)
class Task:
    """A piece of work; it goes to a process, so its parts can be sent to one.

    Attributes:
        work: a function at the top of its module.
        arguments: what it is called with.
        traceparent: the trace that it belongs to.
        watched: whether anybody hears of its steps; telling of each wakes up both processes.
    """

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    traceparent: str | None = None
    watched: bool = True


@dataclass(frozen=True)
class Ready:
    """The process is wired, and takes work."""


@dataclass(frozen=True)
class Done:
    """What came of a piece of work, and what was measured meanwhile."""

    result: Any
    measured: Sequence[Measurement] = ()


@dataclass(frozen=True)
class Failed:
    """Why nothing came of it, and what was measured all the same."""

    error: Exception
    measured: Sequence[Measurement] = ()


def serve(connection: Connection, build: Callable[[], CarryOut], report_crash: Callable[[BaseException], None]) -> None:
    """Take work from a connection until it is closed; answers, and steps before them, go back on it.

    Args:
        connection: this process's end.
        build: makes what carries the work out.
        report_crash: is told of what nobody expected.
    """
    begin_worker()
    os.nice(NICER_BY)
    look_less_often()
    try:
        carry_out = build()
    except Exception as error:
        connection.send(Failed(_own(error, report_crash)))
        return
    leave_alone_what_is_there()
    with suppress(EOFError, BrokenPipeError):  # whom we work for has gone
        connection.send(Ready())
        while True:
            _answer(connection, carry_out, report_crash)


def _answer(connection: Connection, carry_out: CarryOut, report_crash: Callable[[BaseException], None]) -> None:
    received = connection.recv_bytes()
    try:
        task: Task = ForkingPickler.loads(received)
        answer: Done | Failed = Done(_carried_out(carry_out, task, connection), drain())
    except Exception as error:
        answer = Failed(_own(error, report_crash), drain())
    try:
        connection.send(answer)
    except (AttributeError, TypeError, PicklingError) as error:  # it cannot be sent to a process
        connection.send(Failed(_own(error, report_crash)))


@whole_or_not_at_all
def _carried_out(carry_out: CarryOut, task: Task, connection: Connection) -> Any:
    parent = {"traceparent": task.traceparent}
    tell = connection.send if task.watched else _to_nobody
    with on_behalf_of(Caller(tell, task.traceparent)), parent_context(parent):
        return carry_out(task.work, task.arguments)


def _to_nobody(_step: Step) -> None:
    """Tell nobody of a step."""


def _own(error: Exception, report_crash: Callable[[BaseException], None]) -> AgentError:
    if isinstance(error, AgentError):
        return error
    known = exhausted(error)
    if known is not None:
        return known
    report_crash(error)
    return unexpected(error)
