"""What answers call what a client can say, where a text names flags of the command line: each door has its own words.

Only what says where a mistake is and how to mend it is put in these words. Messages and findings quote what they are
about, and a quotation stays as it is.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from foundation.model.flags import Flag

#: Parts of an answer that may name a flag: where a mistake is, how to mend it, why something was not looked at.
_SPOKEN = frozenset({"file", "remedy", "reason"})
_FLAG = re.compile(
    rf"(?<![\w-])(?:{'|'.join(re.escape(flag) for flag in sorted(Flag, key=len, reverse=True))})(?![\w-])"
)
#: A command with a flag, as in `infra-engineer validate --list`.
_COMMAND = re.compile(r"`([^`]*?) --([a-z][^`]*)`")

Answer = TypeVar("Answer")


class Words:
    """Puts answers in the words of a door.

    Args:
        names: what says the same as a flag. What is not there, only the command line can say.
    """

    def __init__(self, names: Mapping[Flag, str]) -> None:
        self._names = names

    def of(self, answer: Answer) -> Answer:
        """Return an answer, or a part of it, that names no flag where a client may take one for its own.

        Args:
            answer: an outcome, or plain data; it stays as it is.
        """
        spoken: Any = answer
        if isinstance(answer, BaseModel):
            spoken = answer.model_copy(update={name: self._part(name, value) for name, value in answer if value})
        elif isinstance(answer, dict):
            spoken = {name: self._part(name, value) for name, value in answer.items()}
        elif isinstance(answer, list):
            spoken = [self.of(part) for part in answer]
        return spoken  # type: ignore[no-any-return]

    def _part(self, name: str, value: Any) -> Any:
        return self._reworded(value) if name in _SPOKEN and isinstance(value, str) else self.of(value)

    def _reworded(self, text: str) -> str:
        return _FLAG.sub(lambda found: self._word(Flag(found[0])), _COMMAND.sub(r"`\1` (\2)", text))

    def _word(self, flag: Flag) -> str:
        return self._names.get(flag, f"the command line's {flag.bare}")
