"""Giving a problem that a later step found its place in the bundle."""

from collections.abc import Mapping

from foundation.model.errors import Problem
from foundation.model.flags import Flag
from foundation.source.tree import Position, shown


def locate(
    problem: Problem, file: str, locations: Mapping[str, Position], assigned: Mapping[str, str] | None = None
) -> Problem:
    """Add file, line and column to a problem that knows only its path; or the ``--set`` that gave what is wrong.

    Args:
        problem: a problem; one that has a file already stays as it is, and one without a path is of no line.
        file: the bundle's file.
        locations: line and column by dotted path.
        assigned: the command line's text for each value that it set, by dotted path.
    """
    if problem.file is not None:
        return problem
    if problem.path is None:
        return problem.model_copy(update={"file": file})
    path, assignments = problem.path, assigned or {}
    while path and path not in locations and path not in assignments:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    if path in assignments:
        return problem.model_copy(update={"file": f"{Flag.SET} {shown(assignments[path])}"})
    line, column = locations.get(path, (None, None))
    return problem.model_copy(update={"file": file, "line": line, "column": column})
