"""Saying that there is no resource of a name."""

from collections.abc import Iterable

from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean


def nothing_called(kind: str, name: str, known: Iterable[str]) -> InputError:
    """Return what says that nothing has a name, and which name is near.

    Args:
        kind: what is looked for.
        name: the name.
        known: the names that there are.
    """
    names = list(known)
    remedy = did_you_mean(name, names, f"There are {', '.join(names[:20])}." if names else "There is none.")
    return InputError(Problem(code="resource-unknown", message=f"there is no {kind} {name!r}", remedy=remedy))
