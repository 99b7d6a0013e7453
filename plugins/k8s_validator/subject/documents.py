"""Parsing manifests: fast when all is well, exact when something is not.

A Rust parser reads the text at a fifth of the cost of libyaml's. It follows YAML 1.2 and the
Kubernetes API server YAML 1.1, so text that the two read differently goes to our own parser. So
does text with tags or merge keys, which the Rust parser lets through, with keys that are no text, and with
so many brackets that the Rust parser's time could grow with their square.
"""

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import ryaml

from foundation.model.errors import InputError, Problem
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster

_SEPARATORS = str.maketrans(",[]{}:", "      ")
_WORDS = frozenset(["y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"])
_COMMENT_LINE = re.compile(r"^ *#.*$")
_NUMBER = re.compile(r"[-+]?\.?[0-9][0-9a-zA-Z_.+-]*")
#: Line breaks to the cluster, but not to the Rust parser.
_OTHER_BREAK = re.compile("[\x85\u2028\u2029]")
#: The Rust parser takes some 50 ms for so many brackets inside each other.
_MOST_OPENED = 5_000
#: Objects of so many texts are kept, of this many characters at most: those that a chart, its lint and the manifests
#: of several environments have in common.
_MOST_KEPT, _LARGEST_KEPT = 128, 20_000
_TEXT, _HOLDERS = {str}, frozenset((dict, list))
_EXOTIC = re.compile(r"(?:^|[:\-,\[{?])[ \t]*(?:&\S+[ \t]+)?(?:!|<<[ \t]*:)", re.MULTILINE)


@dataclass
class Parsed:
    """A file's objects, or why it has none."""

    objects: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_text(text: str, path: str) -> Parsed:
    """Parse every document of a file; nothing is raised."""
    return _parsed(_parse_fast(text), text, path)


def read_text(text: str, path: str) -> Parsed:
    """Parse as ``parse_text`` does, for whoever changes nothing of it: equal texts give the very same objects."""
    objects = _kept(text) if len(text) <= _LARGEST_KEPT else _parse_fast(text)
    return _parsed(objects, text, path)


@lru_cache(maxsize=_MOST_KEPT)
def _kept(text: str) -> list[Any] | None:
    return _parse_fast(text)


def _parsed(objects: list[Any] | None, text: str, path: str) -> Parsed:
    if objects is not None:
        return Parsed(objects)
    try:
        return Parsed([document.data for document in parse_documents(text, path, read_for_cluster)])
    except InputError as error:
        return Parsed(problems=list(error.problems))


def _parse_fast(text: str) -> list[Any] | None:
    """Return every document of a text that all parsers read the same way, or ``None``."""
    if (
        (not text.isascii() and _OTHER_BREAK.search(text))
        or _may_be_deep(text)
        or _is_ambiguous(text)
        or (("!" in text or "<<" in text) and _EXOTIC.search(text))
    ):
        return None
    try:
        documents = ryaml.loads_all(text) or []  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        return None
    return [document for document in documents if document is not None] if _has_text_keys(documents) else None


def _may_be_deep(text: str) -> bool:
    """Tell whether so many brackets may stand inside each other that the Rust parser's time grows with their square.

    Nothing short of parsing tells which closing brackets are text, so they count only where nothing can stand between.
    """
    opened = text.count("[") + text.count("{") - text.count("[]") - text.count("{}")
    return opened > _MOST_OPENED and not _is_json(text)


def _is_json(text: str) -> bool:
    """Tell whether a text is JSON of a depth that Python's parser, which is linear, goes down to."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_ambiguous(text: str) -> bool:
    """Tell whether some word of the text, taken as a scalar without quotes, is read differently.

    Words in quotes count too: looking closer would cost more than the exact parser.
    """
    return any(map(_is_ambiguous_line, set(text.split("\n"))))


@lru_cache(maxsize=16_384)
def _is_ambiguous_line(line: str) -> bool:
    """Tell it of one line; objects of all environments and charts have most of theirs in common."""
    words = set(_COMMENT_LINE.sub("", line).translate(_SEPARATORS).split())
    return not words.isdisjoint(_WORDS) or not all(_is_agreed(word) for word in words if _NUMBER.fullmatch(word))


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
