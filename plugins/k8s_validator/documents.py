"""Parsing manifests: fast when all is well, exact when something is not.

A Rust parser reads the text at a fifth of the cost of libyaml's. It follows YAML 1.2 and the
Kubernetes API server YAML 1.1, so text that the two read differently goes to our own parser. So
does text with tags or merge keys, which the Rust parser lets through, and with keys that are no text.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import ryaml

from agent.model.errors import InputError, Problem
from agent.source.document import parse_documents

_WORDS = "[yY]|[nN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF"
_NUMBERS = r"[-+]?0[0-9_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+|[-+]?[0-9]+_[0-9_]*"
_AMBIGUOUS = re.compile(rf"[:\-,\[{{][ \t]*(?=[yYnNoO0-9+-])(?:{_WORDS}|{_NUMBERS})[ \t]*(?:[#,\]}}].*)?(?:\n|\Z)")
_EXOTIC = re.compile(r"(?:^|[:\-,\[{?])[ \t]*(?:&\S+[ \t]+)?(?:!|<<[ \t]*:)", re.MULTILINE)


@dataclass
class Parsed:
    """A file's objects, or why it has none."""

    objects: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_text(text: str, path: str) -> Parsed:
    """Parse every document of a file; nothing is raised."""
    objects = _parse_fast(text)
    if objects is not None:
        return Parsed(objects)
    try:
        return Parsed([document.data for document in parse_documents(text, path)])
    except InputError as error:
        return Parsed(problems=list(error.problems))


def _parse_fast(text: str) -> list[Any] | None:
    """Return every document of a text that all parsers read the same way, or ``None``."""
    if _AMBIGUOUS.search(text) or (("!" in text or "<<" in text) and _EXOTIC.search(text)):
        return None
    try:
        documents = ryaml.loads_all(text) or []  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        return None
    return [document for document in documents if document is not None] if _has_text_keys(documents) else None


def _has_text_keys(documents: list[Any]) -> bool:
    stack = list(documents)
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                return False
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return True
