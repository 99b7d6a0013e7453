"""Block-style YAML of plain data, written out without a dumper: the bytes are the dumper's, at a fraction of its time.

What is unusual (numbers with fractions, text beyond ASCII, keys that are long or no text) is the dumper's alone.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Literal

from foundation.model.expressions import expression

#: How a text is written: as it stands, in quotes, or line by line.
Style = Literal["plain", "quoted", "lines"]

_QUOTABLE = expression(r"[\x20-\x7e]*")
_SPECIAL = expression(r'["\\]')
#: Beyond these the dumper may break lines, or write a key in another form.
_LONGEST_TEXT, _LONGEST_KEY = 10_000, 100
_WORDS = {None: "null", True: "true", False: "false"}
_EMPTY: dict[type, str] = {dict: "{}", list: "[]"}
_STEP = 2


class UnusualData(Exception):
    """Something that only the dumper writes."""


class BlockWriter:
    """Writes plain data.

    Args:
        style_of: says how a text is written.
    """

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self._style_of = style_of
        self._on_a_line = lru_cache(maxsize=8192)(self._text_on_a_line)

    def write(self, data: dict[str, Any]) -> str:
        """Return a mapping that is not empty as YAML.

        Raises:
            UnusualData: the dumper has to write it.
        """
        return "\n".join(self._mapping(data, 0)) + "\n"

    def _mapping(self, data: dict[str, Any], indent: int) -> Iterator[str]:
        pad = " " * indent
        for key, value in data.items():
            if type(key) is not str or len(key) > _LONGEST_KEY or "\n" in key:
                raise UnusualData
            head = f"{pad}{self._on_a_line(key)}:"
            if value and type(value) is dict:
                yield head
                yield from self._mapping(value, indent + _STEP)
            elif value and type(value) is list:
                yield head
                yield from self._sequence(value, indent)
            else:
                yield f"{head} {self._scalar(value, indent + _STEP)}"

    def _sequence(self, data: list[Any], indent: int) -> Iterator[str]:
        pad = " " * indent
        for value in data:
            if value and type(value) in (dict, list):
                inner = (self._mapping if type(value) is dict else self._sequence)(value, indent + _STEP)
                # The first line of what is inside stands behind the dash.
                yield f"{pad}- {next(inner)[indent + _STEP :]}"
                yield from inner
            else:
                yield f"{pad}- {self._scalar(value, indent + _STEP)}"

    def _scalar(self, value: Any, indent: int) -> str:
        kind = type(value)
        if kind is str:
            return self._lines(value, indent) if "\n" in value else self._on_a_line(value)
        if kind is int:
            return str(value)
        if kind in _EMPTY:
            return _EMPTY[kind]
        if value is None or kind is bool:
            return _WORDS[value]
        raise UnusualData

    def _text_on_a_line(self, text: str) -> str:
        if len(text) > _LONGEST_TEXT or not _QUOTABLE.fullmatch(text):
            raise UnusualData
        return text if self._style_of(text) == "plain" else f'"{_SPECIAL.sub(_escaped, text)}"'

    def _lines(self, text: str, indent: int) -> str:
        if self._style_of(text) != "lines" or not text.isascii() or len(text) > _LONGEST_TEXT:
            raise UnusualData
        head, body = ("|", text[:-1]) if text.endswith("\n") else ("|-", text)
        pad = " " * indent
        return "\n".join([head, *(f"{pad}{line}" if line else "" for line in body.split("\n"))])


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
