"""``$(NAME)`` in variables: what it refers to, and the order in which it can be filled in.

A pod fills variables in one after the other, so a value sees those that stand before it, and those of ``envFrom``; to
itself it is not there yet. ``$$`` stands for one dollar, so ``$$(NAME)`` is no reference (Kubernetes: Define Dependent
Environment Variables).
"""

from collections.abc import Iterator, Sequence

from foundation.model.expressions import expression
from foundation.model.kubernetes.environment import EnvironmentVariable

_REFERENCE = expression(r"\$(?:\$|\(([^)]*)\))")


def referred_names(text: str) -> list[str]:
    """Return the names that a text refers to, each once, in its order."""
    return list(dict.fromkeys(match[1] for match in _REFERENCE.finditer(text) if match[1]))


def in_order(variables: Sequence[EnvironmentVariable]) -> list[EnvironmentVariable]:
    """Return variables so that each stands after those that it refers to, and in the given order otherwise.

    Args:
        variables: the variables of a container; what refers to itself in a circle stays as it is.
    """
    named = {variable.name: variable for variable in variables}
    ordered: dict[str, EnvironmentVariable] = {}
    begun: set[str] = set()

    def add(variable: EnvironmentVariable) -> None:
        if variable.name in begun:
            return
        begun.add(variable.name)
        for name in referred_names(variable.value or ""):
            if name in named:
                add(named[name])
        ordered[variable.name] = variable

    for variable in variables:
        add(variable)
    return list(ordered.values()) if len(named) == len(variables) else list(variables)


def circles(variables: Sequence[EnvironmentVariable]) -> Iterator[tuple[str, ...]]:
    """Yield the names of variables that refer to each other in a circle, each circle from its first variable on.

    A variable that refers to itself is none: its value may come from ``envFrom`` first.
    """
    after = {variable.name: referred_names(variable.value or "") for variable in variables}
    done: set[str] = set()
    for name in after:
        circle = _circle(name, after, done)
        if circle:
            done.update(circle)
            yield circle


def _circle(start: str, after: dict[str, list[str]], done: set[str]) -> tuple[str, ...]:
    """Return the shortest way from a variable back to itself, over variables that are in no circle yet."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for name in after[way[-1]]:
            if name == start and len(way) > 1:
                return way
            if name in after and name not in seen | done:
                seen.add(name)
                ways.append((*way, name))
    return ()
