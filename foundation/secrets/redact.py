"""Text that goes to others, without the secrets of whoever sends it."""

import re
from collections.abc import Collection

from foundation.model.credentials import HIDDEN, without_credentials
from foundation.secrets.find import find_secret

#: What stands behind the question mark of an address: signatures and keys are handed over there.
_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>)\]]+")
_WORD = re.compile(r"[^\s\"'`,;()\[\]{}<>]+")
#: Shorter ones would take the report's own words with them.
_SHORTEST = 4


def redacted(name: str, text: str, known: Collection[str] = ()) -> str:
    """Return a text without what is secret in it; of one that is a secret nothing remains.

    Args:
        name: what the text is the value of, such as the name of a variable.
        text: the text.
        known: secrets that are known to be some, wherever they stand.
    """
    if find_secret(name, text) is not None and not _WORD.sub("", text).strip():
        return HIDDEN
    for secret in sorted({secret for secret in known if len(secret) >= _SHORTEST}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = without_credentials(text)
    if "://" in text:
        text = _QUERY.sub(f"?{HIDDEN}", text)
    return _WORD.sub(_shown, text)


def _shown(word: re.Match[str]) -> str:
    return HIDDEN if find_secret("", word[0]) is not None else word[0]
