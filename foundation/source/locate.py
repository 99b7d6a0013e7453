"""Giving a problem that a later step found its line in the bundle."""

from foundation.model.errors import Problem


def locate(problem: Problem, file: str, locations: dict[str, tuple[int, int]]) -> Problem:
    """Add file, line and column to a problem that knows only its path.

    Args:
        problem: a problem; one that has a file already stays as it is.
        file: the bundle's file.
        locations: line and column by dotted path.
    """
    if problem.file is not None:
        return problem
    path = problem.path or ""
    while path and path not in locations:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    line, column = locations.get(path, (None, None))
    return problem.model_copy(update={"file": file, "line": line, "column": column})
