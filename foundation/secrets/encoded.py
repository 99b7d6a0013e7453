"""Text in base64 inside other text."""

import base64
import binascii
import re
from collections.abc import Iterator

from foundation.model.expressions import expression

#: All of a word, or what it sets something to.
_ENCODED = expression(r"(?:\A|[=:])([A-Za-z0-9+/]{16,}+={0,2})\Z")
#: The same in lines, as ``base64`` of a shell writes it.
_IN_LINES = expression(r"^(?:[ \t]*+[A-Za-z0-9+/]{60,76}+\r?\n)++[ \t]*+[A-Za-z0-9+/]*+={0,2}", re.MULTILINE)
_ALL_KINDS = expression(r"(?=[^A-Z]*[A-Z])[^a-z]*[a-z]")
#: More than a key file has; the rest of a longer text is not looked at.
_MOST = 256 * 1024


def texts_in_base64(text: str, words: list[str]) -> Iterator[str]:
    """Yield every text that base64 in a text stands for; what is no text when it is decoded is passed over.

    Args:
        text: the text.
        words: its long words.
    """
    if "\n" in text:
        for lines in _IN_LINES.finditer(text):
            yield from _text("".join(lines[0].split()))
    for word in words:
        match = _ENCODED.search(word)
        if match is not None:
            yield from _text(match[1])


def _text(encoded: str) -> Iterator[str]:
    encoded = encoded[:_MOST]
    if len(encoded) % 4 or _ALL_KINDS.match(encoded) is None:
        return
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return
    if all(character.isprintable() or character in "\t\r\n" for character in decoded):
        yield decoded
