"""Names on a command line that nothing has."""

from collections.abc import Collection, Sequence

from foundation.model.errors import Problem
from foundation.model.names import did_you_mean


def unknown_names(kind: str, names: Sequence[str], known: Collection[str], denial: str) -> list[Problem]:
    """Return a problem for each name that is not known.

    Args:
        kind: what has such names; the code begins with it.
        names: the names.
        known: those that there are.
        denial: what is wrong, up to the name.
    """
    problems = []
    for name in names:
        if name not in known:
            remedy = did_you_mean(name, known, f"There is: {', '.join(sorted(known)) or 'none'}.")
            problems.append(Problem(code=f"{kind}-unknown", message=f"{denial} {name!r}", remedy=remedy))
    return problems
