"""Which cases a command line means."""

from collections.abc import Sequence
from pathlib import Path

from agent.evaluation.loading import LoadedCase, load_cases
from agent.model.errors import InputError, Problem
from agent.model.names import nearest


def select(
    folder: Path, names: Sequence[str] | None, tags: Sequence[str] | None = None, failing: set[str] | None = None
) -> list[LoadedCase]:
    """Return a prompt's cases.

    Args:
        folder: the prompt's folder.
        names: only these; all by default.
        tags: only those with one of these tags.
        failing: only these, which failed in an earlier run.

    Raises:
        InputError: a data set is wrong, a name is unknown, or nothing is left.
    """
    cases = load_cases(folder)
    known = {case.case.name for case in cases}
    problems = [_unknown(name, known) for name in names or () if name not in known]
    if problems:
        raise InputError(*problems)
    left = [
        case
        for case in cases
        if (not names or case.case.name in names)
        and (not tags or {*tags} & {*case.case.tags})
        and (failing is None or case.case.name in failing)
    ]
    if not left and failing is None:
        message = "there is no such case" if cases else "the prompt has no data sets"
        remedy = "Ask for others." if cases else f"Write one into {folder.name}/evals/."
        raise InputError(Problem(code="no-cases", message=message, remedy=remedy))
    return left


def _unknown(name: str, known: set[str]) -> Problem:
    close = nearest(name, known)
    remedy = f"Did you mean {close}?" if close else f"There is: {', '.join(sorted(known)) or 'none'}."
    return Problem(code="case-unknown", message=f"there is no case {name!r}", remedy=remedy)
