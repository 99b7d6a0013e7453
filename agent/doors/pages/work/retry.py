"""A run once more with other values, as a page shows it: what changes in the bundle and in the output."""

from typing import TYPE_CHECKING

from agent.doors.http.work.retry import RetryAsked, retried
from agent.doors.http.work.told import Told, told_to_clients

if TYPE_CHECKING:
    from agent.bootstrap import Agent


@told_to_clients
def retry_shown(agent: "Agent", asked: RetryAsked) -> Told:
    """Try it, or only see what would come of it; what the gate finds then is told, and no error.

    Raises:
        InputError: a value is wrong, or what the run was asked for is not there.
        ApprovalNeededError: it takes somebody's leave, which is asked for now.
    """
    from agent.reporting.retrying import effect_text, override_text

    done = retried(agent, asked)
    result = done.result
    return Told(
        content={
            "status": result.status,
            "run": result.run_id,
            "bundle": override_text(done.before, done.bundle, waivers=done.waivers),
            "effect": effect_text(done.against, done.meaning, result),
            "findings": [one.model_dump(mode="json") for one in result.blocking],
            "problems": [one.model_dump(mode="json") for one in result.problems],
        }
    )
