"""What rules say, made from the parameters in force.

Title and remedy of a rule are format strings: ``{lowest}`` is its own parameter, or a property of its parameters that
puts one into words; ``{user-id.lowest}`` is a parameter of another rule, as it is in force there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plugins.k8s_validator.rules.check import Check

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class _Parameters(Mapping[str, Any]):
    """What a rule's text may name."""

    def __init__(self, check: Check, every: Mapping[str, Check]) -> None:
        self._own = check.parameters
        self._every = every

    def __getitem__(self, name: str) -> Any:
        return self._every[name].parameters if name in self._every else getattr(self._own, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)


def worded(checks: Mapping[str, Check], others: Mapping[str, Check]) -> dict[str, Check]:
    """Return rules whose title and remedy say the parameters in force.

    Args:
        checks: the rules, whose texts are still format strings, by code.
        others: rules that do not hold, but whose parameters others may name.
    """
    every = {**others, **checks}
    return {code: _worded(check, _Parameters(check, every)) for code, check in checks.items()}


def _worded(check: Check, parameters: _Parameters) -> Check:
    title, remedy = check.title.format_map(parameters), check.remedy.format_map(parameters)
    return check if (title, remedy) == (check.title, check.remedy) else replace(check, title=title, remedy=remedy)


def either(names: Sequence[object]) -> str:
    """Return names as a choice: ``a``, ``a or b``, ``a, b or c``."""
    *first, last = map(str, names or ["none"])
    return f"{', '.join(first)} or {last}" if first else last


def in_words(number: int) -> str:
    """Return a number as text has it: in a word up to ten, then in digits."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def counted(number: int, thing: str) -> str:
    """Return a number of things: ``one pod``, ``two pods``."""
    return f"{in_words(number)} {thing}" + ("" if number == 1 else "s")
