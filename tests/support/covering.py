"""The fewest examples that show every template, for tests that ask a program about each of them."""

from functools import cache

from tests.support.generation import GOLDENS, SUCCESSES, Case


def templates_of(case: Case) -> frozenset[str]:
    """Return the names of the template files in a case's chart."""
    return frozenset(path.name for path in (GOLDENS / case.name).glob("charts/*/templates/*"))


@cache
def covering() -> list[Case]:
    """Return cases that have every template of all charts between them, most at a time first.

    What the goldens hold decides: a template that is new, or moves to another example, changes the choice.
    """
    missing = set().union(*map(templates_of, SUCCESSES))
    chosen: list[Case] = []
    while missing:
        best = max(SUCCESSES, key=lambda case: len(templates_of(case) & missing))
        chosen.append(best)
        missing -= templates_of(best)
    return chosen
