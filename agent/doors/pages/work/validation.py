"""Texts that were pasted or dropped on a page, held against the gate together."""

from typing import TYPE_CHECKING, Any

from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.use_cases.validate import ValidateCommand
from foundation.model.errors import InputError

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class TextsAsked(Asked):
    """What a form brought.

    Attributes:
        files: the texts by their names.
    """

    files: dict[str, bytes]


@told_to_clients
def texts_validated(agent: "Agent", asked: TextsAsked) -> Told:
    """Ask the gate; what it finds, and what cannot be read, is told, and no error."""
    from agent.bootstrap.use_cases.validate import build_validate

    try:
        done = build_validate(agent.settings, library=agent.library)(ValidateCommand(manifests=asked.files))
    except InputError as error:
        return _told([], [problem.model_dump() for problem in error.problems])
    return _told(
        [found.model_dump(mode="json") for one in done.outcomes for found in one.findings],
        [problem.model_dump() for one in done.outcomes for problem in one.problems],
    )


def _told(findings: list[dict[str, Any]], problems: list[dict[str, Any]]) -> Told:
    return Told(content={"said": [*({"severity": "error", **one} for one in problems), *findings]})
