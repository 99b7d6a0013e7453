"""Collecting mistakes, so that whoever made them is told of all at once."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from foundation.model.errors import AgentError, InputError, Problem

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Mistakes:
    """The mistakes of several attempts, each told once.

    Attributes:
        problems: what was found so far.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, *problems: Problem) -> None:
        """Add problems; one that is known already is not told again."""
        self.problems += [problem for problem in dict.fromkeys(problems) if problem not in self.problems]

    def attempt(self, make: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made | None:
        """Return what is made; ``None`` if its input is wrong, and then its mistakes are kept.

        Args:
            make: what is attempted. Once there are mistakes, a failure of any other kind does not hide them.
            given: its arguments.
            named: likewise, by name.

        Raises:
            AgentError: a failure that is no mistake of the input, while there are none.
        """
        try:
            return make(*given, **named)
        except InputError as error:
            self.add(*error.problems)
        except AgentError as error:
            if not self.problems:
                raise
            self.add(*error.problems)
        return None

    def require(self, made: Made | None) -> Made:
        """Return what was made, if nothing at all was wrong.

        Args:
            made: what an attempt came to.

        Raises:
            InputError: with all mistakes.
        """
        if self.problems or made is None:
            raise InputError(*self.problems)
        return made
