"""Announcing a run that was given up: a run that failed must still come back as a result."""

from collections.abc import Callable
from typing import Any

from agent.execution.engine import Engine
from agent.execution.run import events_of
from agent.planning.recipes.failure import ANNOUNCE_FAILURE, compose_announcement
from foundation.model.errors import AgentError, Problem, exhausted, unexpected
from foundation.model.events import EventLog
from foundation.model.run.failure import Failure

#: Takes an exception that nobody expected, for the log.
ReportCrash = Callable[[BaseException], None]


async def announced(engine: Engine, failure: Failure, report_crash: ReportCrash) -> tuple[EventLog, list[Problem]]:
    """Announce a failure.

    Args:
        engine: runs plans.
        failure: the failure.
        report_crash: takes an exception that nobody expected, for the log.

    Returns:
        Its events, and why they could not be delivered.
    """
    context: dict[str, Any] = {"failure": failure}
    try:
        await engine.run(compose_announcement(), ANNOUNCE_FAILURE, context)
    except Exception as failed:
        error = own_error(failed, report_crash)
        return events_of(error), list(error.problems)
    return context["failure_events"], []


def own_error(error: Exception, report_crash: ReportCrash) -> AgentError:
    """Return a failure of ours; what nobody expected goes to the log.

    Args:
        error: what ended a run.
        report_crash: takes an exception that nobody expected, for the log.
    """
    if isinstance(error, AgentError):
        return error
    known = exhausted(error)
    if known is not None:
        return known
    report_crash(error)
    return unexpected(error)
