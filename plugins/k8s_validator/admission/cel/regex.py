"""``find`` and ``findAll``, with RE2 as in Kubernetes: its time does not explode, whatever the text."""

from functools import lru_cache
from typing import Any

import re2

from plugins.k8s_validator.admission.cel.native import INT, STRING, STRINGS, Native


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """Return a compiled RE2 expression.

    Raises:
        ValueError: the pattern is none.
    """
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        raise ValueError(f"the regular expression is wrong: {error}") from None


def _find(text: str, pattern: str) -> str:
    found = compiled(pattern).search(text)
    return found[0] if found else ""


def _find_all(text: str, pattern: str, count: int = -1) -> list[str]:
    found: list[str] = []
    for match in compiled(pattern).finditer(text):
        if 0 <= count <= len(found):
            break
        found.append(match[0])
    return found


FUNCTIONS = (
    Native("find", (STRING, STRING), STRING, _find),
    Native("findAll", (STRING, STRING), STRINGS, _find_all),
    Native("findAll", (STRING, STRING, INT), STRINGS, _find_all),
)
