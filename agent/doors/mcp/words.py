"""What an answer calls what a client can say: the tools' arguments, where a text names flags of the command line.

Only what says where a mistake is and how to mend it is put in these words. Messages and findings quote what they are
about, and a quotation stays as it is.
"""

import re
from typing import Any, TypeVar

from pydantic import BaseModel

from foundation.model.flags import Flag

#: The argument that says the same as a flag. What is not here, only the command line can say.
_ARGUMENTS = {
    Flag.COMPONENT: "component",
    Flag.CONFIG_ONLY: "parts",
    Flag.DRY_RUN: "dry_run",
    Flag.ENVIRONMENT: "environments",
    Flag.KUBE_VERSION: "kube_version",
    Flag.MERGE: "merge",
    Flag.ONLY: "parts",
    Flag.OUTPUT: "output",
    Flag.PROFILE: "profile",
    Flag.PUBLISH: "publish",
    Flag.WITH: "parts",
    Flag.WITHOUT: "parts",
}
#: Parts of an answer that may name a flag: where a mistake is, how to mend it, why something was not looked at.
_SPOKEN = frozenset({"file", "remedy", "reason"})
_FLAG = re.compile(
    rf"(?<![\w-])(?:{'|'.join(re.escape(flag) for flag in sorted(Flag, key=len, reverse=True))})(?![\w-])"
)
#: A command with a flag, as in `infra-engineer validate --list`.
_COMMAND = re.compile(r"`([^`]*?) --([a-z][^`]*)`")

Answer = TypeVar("Answer")


def in_own_words(answer: Answer) -> Answer:
    """Return an answer, or a part of it, that names no flag where a client may take one for its own.

    Args:
        answer: an outcome, or plain data; it stays as it is.
    """
    spoken: Any = answer
    if isinstance(answer, BaseModel):
        spoken = answer.model_copy(update={name: _part(name, value) for name, value in answer if value})
    elif isinstance(answer, dict):
        spoken = {name: _part(name, value) for name, value in answer.items()}
    elif isinstance(answer, list):
        spoken = [in_own_words(part) for part in answer]
    return spoken  # type: ignore[no-any-return]


def _part(name: str, value: Any) -> Any:
    return _reworded(value) if name in _SPOKEN and isinstance(value, str) else in_own_words(value)


def _reworded(text: str) -> str:
    return _FLAG.sub(lambda found: _word(Flag(found[0])), _COMMAND.sub(r"`\1` (\2)", text))


def _word(flag: Flag) -> str:
    return _ARGUMENTS.get(flag, f"the command line's {flag.bare}")
