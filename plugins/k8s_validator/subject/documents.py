"""Parsing manifests: fast when all is well, exact when something is not.

A Rust parser reads the text at a fifth of the cost of libyaml's. It follows YAML 1.2 and the
Kubernetes API server YAML 1.1, so text that the two read differently goes to our own parser. So
does text with tags or merge keys, which the Rust parser lets through, with keys that are no text, and with
so many brackets that the Rust parser's time could grow with their square.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import ryaml

from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster
from plugins.k8s_validator.subject.shapes import NoShapeError, Shape, shape_of, split

_SEPARATORS = str.maketrans(",[]{}:", "      ")
_WORDS = frozenset(["y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"])
#: A line that is a comment, and the comment after a value that is one word, where nothing can have been opened.
_COMMENT = expression(r"^( *(?:- +)*[A-Za-z][\w./-]*: +[\w./-]+ +|[ ]*)#.*$")
_NUMBER = expression(r"[-+]?\.?[0-9][0-9a-zA-Z_.+-]*")
#: Line breaks to the cluster, but not to the Rust parser.
_OTHER_BREAK = expression("[\x85\u2028\u2029]")
#: The Rust parser takes some 50 ms for so many brackets inside each other.
_MOST_OPENED = 5_000
#: Objects of so many texts are kept, of this many characters at most: those that a chart, its lint and the manifests
#: of several environments have in common.
_MOST_KEPT, _LARGEST_KEPT = 128, 20_000
#: What stands in a line: nothing that asks for more care; maybe a key that is no text; maybe what is read differently.
_PLAIN, _OTHER_KEYS, _AMBIGUOUS = range(3)
#: Lines without any key, comments, and lines whose only key is surely text: in quotes, or a word that is not one of
#: null, true and false.
_PLAIN_LINE = expression(
    r" *(?:#[^\r]*|(?:- +)*(?:(?:(?!(?:null|true|false)\b)[a-z][\w./-]*|\"[^\"\\\r]*\"):(?: (?:[^{\[\r]*|\{\}|\[\]))?"
    r"|[^:?{\[\r]*(?:\{\}|\[\])?))",
    re.IGNORECASE,
)
_TEXT, _HOLDERS = {str}, frozenset((dict, list))
_EXOTIC = expression(r"(?:^|[:\-,\[{?])[ \t]*(?:&\S+[ \t]+)?(?:!|<<[ \t]*:)", re.MULTILINE)


@dataclass
class Parsed:
    """A file's objects, or why it has none."""

    objects: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_text(text: str, path: str) -> Parsed:
    """Parse every document of a file; nothing is raised."""
    try:
        return Parsed(_objects(text, path))
    except InputError as error:
        return Parsed(problems=list(error.problems))


def read_text(text: str, path: str) -> Parsed:
    """Parse as ``parse_text`` does, for whoever changes nothing of it: equal texts give the very same objects."""
    try:
        return Parsed(_kept(text)) if len(text) <= _LARGEST_KEPT else parse_text(text, path)
    except InputError:  # which names the file
        return parse_text(text, path)


@lru_cache(maxsize=_MOST_KEPT)
def _kept(text: str) -> list[Any]:
    with_stand_ins, words = split(text)
    shape = _met(with_stand_ins).shape_again() if words else None
    return shape.filled(words) if shape is not None else _objects(text, "")


class _Met:
    """A text with stand-ins that was met; only one that is met again is worth a shape.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._again = False

    def shape_again(self) -> Shape | None:
        """Return the shape of the text, from the second time on, if it has one."""
        shape = self._shape if self._again else None
        self._again = True
        return shape

    @cached_property
    def _shape(self) -> Shape | None:
        try:
            return shape_of(_objects(self._text, ""))
        except (InputError, NoShapeError):
            return None


@lru_cache(maxsize=_MOST_KEPT)
def _met(with_stand_ins: str) -> _Met:
    return _Met(with_stand_ins)


def _objects(text: str, path: str) -> list[Any]:
    fast = _parse_fast(text)
    return fast if fast is not None else [document.data for document in parse_documents(text, path, read_for_cluster)]


def _parse_fast(text: str) -> list[Any] | None:
    """Return every document of a text that all parsers read the same way, or ``None``."""
    if (not text.isascii() and _OTHER_BREAK.search(text)) or _may_be_deep(text):
        return None
    lines = set(map(_of_line, set(text.split("\n"))))
    if _AMBIGUOUS in lines or (("!" in text or "<<" in text) and _EXOTIC.search(text)):
        return None
    try:
        documents = ryaml.loads_all(text) or []  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        return None
    if _OTHER_KEYS in lines and not _has_text_keys(documents):
        return None
    return [document for document in documents if document is not None]


def _may_be_deep(text: str) -> bool:
    """Tell whether so many brackets may stand inside each other that the Rust parser's time grows with their square.

    Nothing short of parsing tells which closing brackets are text, so they count only where nothing can stand between.
    """
    opened = text.count("[") + text.count("{")
    if opened <= _MOST_OPENED:
        return False
    return opened - text.count("[]") - text.count("{}") > _MOST_OPENED and not _is_json(text)


def _is_json(text: str) -> bool:
    """Tell whether a text is JSON of a depth that Python's parser, which is linear, goes down to."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@lru_cache(maxsize=16_384)
def _of_line(line: str) -> int:
    """Tell what stands in one line; objects of all environments and charts have most of theirs in common.

    A line is ambiguous if some word of it, taken as a scalar without quotes, is read differently. Words in quotes count
    too: looking closer would cost more than the exact parser.
    """
    words = set(_COMMENT.sub(r"\1", line).translate(_SEPARATORS).split())
    if not words.isdisjoint(_WORDS) or not all(_is_agreed(word) for word in words if _NUMBER.fullmatch(word)):
        return _AMBIGUOUS
    return _PLAIN if _PLAIN_LINE.fullmatch(line) else _OTHER_KEYS


@lru_cache(maxsize=4096)
def _is_agreed(word: str) -> bool:
    try:
        documents = ryaml.loads_all(word)  # type: ignore[attr-defined]
        return bool(documents == [read_for_cluster(word)])
    except ValueError:
        return False


def _has_text_keys(documents: list[Any]) -> bool:
    stack = list(documents)
    while stack:
        value = stack.pop()
        if type(value) is dict:
            if value and set(map(type, value)) != _TEXT:
                return False
            stack += [inner for inner in value.values() if type(inner) in _HOLDERS]
        elif type(value) is list:
            stack += [inner for inner in value if type(inner) in _HOLDERS]
    return True
