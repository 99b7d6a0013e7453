"""Texts that differ in some words alone have objects that differ in these words alone.

Manifests of one template, in whatever environment and of whatever component, are nearly always such texts. So what was
read of one is filled with the words of another, which takes a quarter of the time.

A word ends a line, stands after a colon, and is surely text: plain characters in quotes, or without them what no parser
takes for a number, a switch or nothing. Whatever it stands in, a value, lines of text, a comment or something that no
parser takes, another such word in its place changes nothing around it.
"""

import re
from dataclasses import dataclass
from typing import Any

from foundation.model.expressions import expression

#: What quotes hold begins with none that could end a key in brackets.
_WORD = expression(r': ("[A-Za-z0-9][A-Za-z0-9_./:@-]*"|[A-Za-z][A-Za-z0-9_./=-]*|[0-9a-f]{64})$', re.MULTILINE)
#: Commas separate nothing where there are no brackets.
_WORD_WITHOUT_BRACKETS = expression(_WORD.pattern.replace("/=-", "/=,-"), re.MULTILINE)
_OTHER_THAN_TEXT = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan"])
#: A digest of these characters alone could be a number.
_OF_NUMBERS = "0123456789be"
_MARK = "zqx"
_PLACEHOLDER = expression(f"{_MARK}([0-9]+){_MARK}")
#: With more words than these a text is read as it is.
_MOST_WORDS = 500
_STAND_INS = [f"{_MARK}{number}{_MARK}" for number in range(_MOST_WORDS)]
_IN_QUOTES = [f': "{stand_in}"' for stand_in in _STAND_INS]
_NUMBERS = {stand_in: number for number, stand_in in enumerate(_STAND_INS)}

#: Which words stand where: the number of a word, text with stand-ins, or by key or position what holds these.
Holes = int | str | dict[Any, "Holes"]


class NoShapeError(Exception):
    """Words stand where they cannot be filled in."""


@dataclass(frozen=True)
class Shape:
    """Objects with stand-ins for words.

    Attributes:
        objects: the objects; nobody changes them.
        holes: where the stand-ins are, by the object's position.
    """

    objects: list[Any]
    holes: dict[Any, Holes]

    def filled(self, words: list[str]) -> list[Any]:
        """Return the objects with words in place of the stand-ins; what holds none is shared."""
        filled: list[Any] = _filled(self.objects, self.holes, words)
        return filled


def split(text: str) -> tuple[str, list[str]]:
    """Return a text with stand-ins for its words, and these; no words where it is better read as it is."""
    # What stands in several places at once could be very much when each of them is filled.
    if _MARK in text or "&" in text:
        return text, []
    pieces = (_WORD if "[" in text or "{" in text else _WORD_WITHOUT_BRACKETS).split(text)
    words = pieces[1::2]
    if not words or len(words) > _MOST_WORDS:
        return text, []
    pieces[1::2] = [
        quoted if word[0] == '"' else _plain(word, stand_in)
        for word, quoted, stand_in in zip(words, _IN_QUOTES, _STAND_INS, strict=False)
    ]
    return "".join(pieces), [word[1:-1] if word[0] == '"' else word for word in words]


def _plain(word: str, stand_in: str) -> str:
    if word.lower() in _OTHER_THAN_TEXT or (word[0].isdigit() and not word.strip(_OF_NUMBERS)):
        return f": {word}"
    return f": {stand_in}"


def shape_of(objects: list[Any]) -> Shape:
    """Return the shape that was read of a text with stand-ins.

    Raises:
        NoShapeError: words stand in keys.
    """
    holes = _holes(objects)
    return Shape(objects, holes if isinstance(holes, dict) else {})


def _holes(value: Any) -> Holes | None:
    if isinstance(value, str):
        return _NUMBERS.get(value, value) if _MARK in value else None
    if isinstance(value, dict):
        if _MARK in "".join(filter(_is_text, value)):
            raise NoShapeError
        entries = iter(value.items())
    elif isinstance(value, list):
        entries = iter(enumerate(value))
    else:
        return None
    found = ((key, _holes(inner)) for key, inner in entries)
    return {key: holes for key, holes in found if holes is not None} or None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _filled(value: Any, holes: dict[Any, Holes], words: list[str]) -> Any:
    copy = value.copy()
    for key, inner in holes.items():
        if isinstance(inner, int):
            copy[key] = words[inner]
        elif isinstance(inner, dict):
            copy[key] = _filled(value[key], inner, words)
        else:
            copy[key] = _PLACEHOLDER.sub(lambda found: words[int(found[1])], inner)
    return copy
