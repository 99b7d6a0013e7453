"""Regular expressions that are compiled when they are first used: a run uses a few of all that it loads."""

import re
from functools import cached_property
from typing import Any, cast


def expression(text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a regular expression, as ``re.compile`` does.

    Args:
        text: the expression.
        flags: how it is read.
    """
    return cast("re.Pattern[str]", _Expression(text, flags))


class _Expression:
    """Has what the compiled expression has."""

    def __init__(self, text: str, flags: re.RegexFlag) -> None:
        self.pattern = text
        self._given = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # whoever asks any value for such has no use for it
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # so that it comes here once
        return found
