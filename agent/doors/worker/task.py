"""The tasks that docket hands to a worker."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from docket import CurrentExecution, Execution, ExponentialRetry, Perpetual, Retry

from agent.doors.desk import Desk
from agent.doors.worker.duties import Output, carry_out_work, give_up_work, relay_outboxes
from agent.doors.worker.plain import UNREADABLE
from agent.use_cases.fleet.carry_out import CarriedOut
from foundation.model.errors import AgentError, Problem, TemporaryError

#: So often is tried what may yet succeed: for some three minutes in all.
ATTEMPTS = 9
#: Docket copies it for each piece of work.
_RETRIES = ExponentialRetry(ATTEMPTS, timedelta(seconds=1), timedelta(minutes=1))
#: So often what waits in the outboxes is sent.
RELAYED_EVERY = timedelta(seconds=10)
_PRESENT = CurrentExecution()
_EVERY_SO_OFTEN = Perpetual(every=RELAYED_EVERY, automatic=True)


@dataclass(frozen=True)
class Workplace:
    """What a worker works with.

    Attributes:
        desk: its processes.
        output: where it puts what it makes.
        tell: takes what whoever runs it has to know.
    """

    desk: Desk
    output: Output
    tell: Callable[[Sequence[Problem]], None]


#: The workplace of the worker in whose event loop a task runs.
workplace: ContextVar[Workplace] = ContextVar("workplace")


async def generate_component(
    work: str,
    told: bool,
    parent: str | None,
    retry: Retry = _RETRIES,
) -> CarriedOut | None:
    """Carry out a piece of work in a process of the desk.

    Args:
        work: the work as JSON.
        told: whether somebody waits for the result.
        parent: the trace that it belongs to, as W3C's header ``traceparent`` says it.
        retry: docket's retries, and which of them this is.

    Raises:
        TemporaryError: it may be tried again, which docket does.
        AgentError: it is refused for good, which whoever waits for it is told.
    """
    here, last = workplace.get(), retry.attempt >= ATTEMPTS
    try:
        done = await here.desk.run(carry_out_work, work, here.output, last, parent=parent)
    except TemporaryError as error:
        if told:
            raise
        # Nothing is lost: it is tried until it is done, or kept as a dead letter, which memory may not take now either.
        retry.attempts = None
        if not last:
            raise
        await here.desk.run(give_up_work, work, error.problems)
        return None
    except AgentError as error:
        retry.attempts = retry.attempt  # it stays wrong however often it is tried
        raise error from None
    if done is not None:
        here.tell(done.warnings)
    return done if told else None


async def send_waiting_events(again: Perpetual = _EVERY_SO_OFTEN) -> None:
    """Send what waits in the outboxes: the run after which a channel was down may have been the last for long.

    Args:
        again: docket's order to do it again and again, one of the fleet at a time.
    """
    with suppress(TemporaryError):  # it is told, and done again
        await workplace.get().desk.run(relay_outboxes)


async def leave_out(*_given: object, execution: Execution = _PRESENT, **_named: object) -> None:
    """Leave out a task that this worker does not know: another version's, or one for which it has no channels.

    Args:
        execution: the task, as docket has it.
    """
    name = execution.function_name
    if name not in (UNREADABLE, send_waiting_events.__name__):
        logging.getLogger("docket").warning("no task of this version is named %s; it is left out", name[:100])
