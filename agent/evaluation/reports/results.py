"""Results as a file: what the next run filters by."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.evaluation.outcome import CaseResult
from agent.evaluation.summary import Row, summarise
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.source.tree import shown


class Results(FrozenModel):
    """Everything that came of a run."""

    prompt: str
    summary: list[Row]
    results: list[CaseResult]


def as_file(prompt: str, results: Sequence[CaseResult]) -> dict[str, Any]:
    """Return the results as plain data."""
    return Results(prompt=prompt, summary=summarise(results), results=list(results)).model_dump(mode="json")


def failing_cases(path: Path, prompt: str) -> set[str]:
    """Return the names of cases that did not pass in an earlier run.

    Args:
        path: the file.
        prompt: the prompt that is evaluated now.

    Raises:
        InputError: the file cannot be read, is none of results, or is of another prompt.
    """
    try:
        content = Results.model_validate_json(path.read_bytes())
    except OSError as error:
        raise _wrong(path, "results-unreadable", f"the results cannot be read: {error.strerror}") from None
    except ValidationError:
        raise _wrong(path, "results-unreadable", "the file holds no results of `prompts eval`") from None
    if content.prompt != prompt:
        raise _wrong(
            path, "results-foreign", f"these are results of the prompt {shown(content.prompt)}, not of {prompt}"
        )
    return {result.case for result in content.results if result.status != "passed"}


def _wrong(path: Path, code: str, message: str) -> InputError:
    remedy = f"Write them with `prompts eval NAME {Flag.RESULTS} FILE`."
    return InputError(Problem(code=code, message=message, remedy=remedy, file=str(path)))
