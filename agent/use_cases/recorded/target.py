"""What stands where recorded artifacts are to go: only output of the same component makes way for them."""

from pathlib import Path

from agent.use_cases.recorded.output_folder import component_there
from foundation.model.errors import InputError, Problem
from foundation.model.run.recorded import RecordedRun


def require_same_component(place: str, recorded: RecordedRun) -> bool:
    """Let a folder pass that holds output of the component, or none.

    Args:
        place: the folder, as the user named it.
        recorded: the run whose artifacts are to go there.

    Returns:
        Whether there is output.

    Raises:
        InputError: there is output of another component or tenant, or it cannot be told of which.
    """
    there = component_there(Path(place))
    if there not in (None, (recorded.tenant, recorded.slug)):
        message = f"here is the output of {there[1]} for {there[0]}, and not of {recorded.slug} for {recorded.tenant}"
        remedy = "Name the folder of that component."
        raise InputError(Problem(code="output-of-another", message=message, remedy=remedy, file=place))
    return there is not None
