"""What a recorded run was asked for, to be asked for again."""

from foundation.model.errors import InputError, Problem
from foundation.model.run.request import GenerationRequest
from memory.records.history import KnownRun
from memory.records.requests import RecordedRequest


def kept_request(found: KnownRun) -> RecordedRequest:
    """Return what a run was asked for.

    Args:
        found: the run.

    Raises:
        InputError: it compiled nothing, or secrets stood in what it was asked for, which memory does not have.
    """
    run = found.run
    if run.request is None:
        made = f"Name the run that made them, {run.restored_run or run.execution_id}."
        message = f"the run {run.run_id} compiled nothing: its files are those of another one"
        raise InputError(Problem(code="run-without-request", message=message, remedy=made))
    if run.request.hidden:
        remedy = "Generate again from the bundle itself."
        message = "a secret stood here, which memory does not have, so the run cannot be repeated"
        raise InputError(
            *(
                Problem(code="request-secret", message=message, remedy=remedy, file=run.run_id, path=path)
                for path in run.request.hidden
            )
        )
    return run.request


def request_again(kept: RecordedRequest, run_id: str) -> GenerationRequest:
    """Return a kept request as one that can be run.

    Args:
        kept: what a run was asked for.
        run_id: the run.

    Raises:
        InputError: another version of the agent wrote it, to which other bundles were bundles.
    """
    try:
        return kept.request
    except ValueError:
        raise InputError(
            Problem(
                code="request-outdated",
                message=f"what the run {run_id} was asked for is no bundle to this version of the agent",
                remedy="Use the version that made it, or bring the bundle up to date and generate.",
            )
        ) from None
