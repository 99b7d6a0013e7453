"""Results as a file: what the next run filters by."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.evaluation.outcome import CaseResult
from agent.evaluation.summary import Row, summarise
from agent.model.base import FrozenModel
from agent.model.errors import InputError, Problem


class Results(FrozenModel):
    """Everything that came of a run."""

    prompt: str
    summary: list[Row]
    results: list[CaseResult]


def as_file(prompt: str, results: Sequence[CaseResult]) -> dict[str, Any]:
    """Return the results as plain data."""
    return Results(prompt=prompt, summary=summarise(results), results=list(results)).model_dump(mode="json")


def failing_cases(path: Path) -> set[str]:
    """Return the names of cases that did not pass in an earlier run.

    Raises:
        InputError: the file cannot be read or is none of results.
    """
    try:
        content = Results.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        message, remedy = "the file holds no results of `prompts eval`", "Write one with --results FILE first."
        raise InputError(Problem(code="results-unreadable", message=message, remedy=remedy, file=str(path))) from None
    return {result.case for result in content.results if result.status != "passed"}
