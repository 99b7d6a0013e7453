"""Telling a mistake once: what every environment has in common is one thing to mend."""

from collections.abc import Iterable

from agent.model.errors import Problem
from agent.model.findings import Finding


def repeated[Mistake: (Problem, Finding)](mistakes: Iterable[Mistake]) -> list[tuple[Mistake, list[Mistake]]]:
    """Return each mistake with the same mistake at the same path of other files, in the order of the first of them.

    Mistakes of a whole file, and several in one file, stay apart: there each is mended by itself.
    """
    groups: dict[Mistake, list[Mistake]] = {}
    for mistake in mistakes:
        same = groups.setdefault(mistake.model_copy(update={"file": None, "line": None, "column": None}), [])
        same.append(mistake)
    return []
