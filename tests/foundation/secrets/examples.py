"""A token of each form, made from the table of forms, so that none stands in a file."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from foundation.model.token_forms import every_form
from foundation.secrets.kinds import SecretKind

#: Characters in an order without words, with a capital, a digit and a small letter at its begin.
_CHARACTERS = "Q3k9ZvX7mB2pL5tR8cN1wF4hJ6gDsYbUaKdGyTeVqHxPzMnrCjWf0ASEuoIilO-_.~+/=%!:"


def examples() -> Iterator[tuple[str, SecretKind]]:
    """Yield a token for every form, with its kind."""
    for kind, form in every_form():
        yield "".join(_of(re._parser.parse(form), count(1))), SecretKind(kind)


def _of(parsed: Any, turn: Iterator[int]) -> Iterator[str]:
    for operator, argument in parsed:
        name = str(operator)
        if name == "LITERAL":
            yield chr(argument)
        elif name == "IN":
            yield _one_of(argument, next(turn))
        elif name in ("MAX_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = argument
            for _ in range(max(least, min(most, 1))):
                yield from _of(inner, turn)
        elif name == "SUBPATTERN":
            yield from _of(argument[-1], turn)
        elif name == "BRANCH":
            yield from _of(argument[1][0], turn)
        elif name not in ("ASSERT", "ASSERT_NOT", "AT"):
            raise AssertionError(name)


def _one_of(members: Any, turn: int) -> str:
    pattern = re.compile("[" + "".join(map(_member, members)) + "]")
    fitting = [one for one in _CHARACTERS if pattern.match(one)]
    return fitting[turn * 7 % len(fitting)]


def _member(member: Any) -> str:
    name, argument = str(member[0]), member[1]
    if name == "RANGE":
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    return r"\w" if name == "CATEGORY" else re.escape(chr(argument))
