"""How names of a run's context and parameters of its steps meet.

A name is one word, as ``effective``, or a part of the output, as ``parts.chart``. A Python parameter cannot have a
point in its name, so ``parts_chart`` takes that part, and ``parts`` takes all of them, by their own names.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

_PARTS = "parts"


def context_name(parameter: str) -> str:
    """Return the name that a parameter is bound from."""
    group, _, part = parameter.partition("_")
    return f"{group}.{part}" if group == _PARTS and part else parameter


def parameter_name(name: str) -> str:
    """Return the parameter that is bound from a name."""
    return name.replace(".", "_")


@lru_cache(maxsize=256)
def covering(name: str) -> frozenset[str]:
    """Return the names that a parameter may be bound from to take what stands under a name: itself, and its groups."""
    words = name.split(".")
    return frozenset(".".join(words[: number + 1]) for number in range(len(words)))


def covers(name: str, other: str) -> bool:
    """Tell whether a parameter bound from ``name`` takes what stands under ``other``."""
    return name in covering(other)


def is_known(name: str, known: Collection[str]) -> bool:
    """Tell whether there is something that can be bound from a name."""
    return name in known or any(covers(name, other) for other in known)


def value_of(name: str, context: Mapping[str, Any]) -> Any:
    """Return what is bound from a name: its value, or all that stands below it."""
    if name in context:
        return context[name]
    return {other.removeprefix(f"{name}."): value for other, value in context.items() if covers(name, other)}
