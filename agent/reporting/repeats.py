"""Telling a mistake once: what the files of all environments have in common is one thing to mend."""

from collections.abc import Iterable
from typing import TypeVar

from foundation.model.errors import Problem
from foundation.model.findings import Finding

Mistake = TypeVar("Mistake", Problem, Finding)


def repeated(mistakes: Iterable[Mistake]) -> list[list[Mistake]]:
    """Return mistakes in their order, each with those that are the same at the same path of other files.

    Mistakes of a whole file stay apart, and so do several in one file: each of those is mended by itself.
    """
    groups: list[list[Mistake]] = []
    newest: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        group = newest.get(_what(mistake), [])
        if mistake.file and mistake.path and group and mistake.file not in {other.file for other in group}:
            group.append(mistake)
        else:
            newest[_what(mistake)] = [mistake]
            groups.append(newest[_what(mistake)])
    return groups


def _what(mistake: Problem | Finding) -> str:
    """Return all of a mistake but where it is."""
    return mistake.model_dump_json(exclude={"file", "line", "column", "environment"})
