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


def advised_once(groups: Iterable[list[Finding]]) -> list[list[list[Finding]]]:
    """Return groups of findings in their order, each with the further ones that give the same advice elsewhere.

    Advice is there to be read once, whatever number of components it is for; what blocks is mended place by place.
    """
    told: list[list[list[Finding]]] = []
    known: dict[tuple[str, str, str], list[list[Finding]]] = {}
    for group in groups:
        advice = (group[0].code, group[0].message, group[0].remedy)
        if group[0].severity == "advice" and advice in known:
            known[advice].append(group)
        else:
            known[advice] = [group]
            told.append(known[advice])
    return told


def _what(mistake: Problem | Finding) -> str:
    """Return all of a mistake but where it is."""
    return mistake.model_dump_json(exclude={"file", "line", "column", "environment"})
