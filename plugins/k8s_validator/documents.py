"""Parsing manifests: fast when all is well, exact when something is not.

A Rust parser reads the text at a fifth of the cost of libyaml's. It follows YAML 1.2 and the
Kubernetes API server YAML 1.1, so text that the two read differently goes to our own parser.
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


@dataclass
class Parsed:
    """A file's objects, or why it has none."""

    objects: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_text(text: str, path: str) -> Parsed:
    """Parse every document of a file; nothing is raised."""
    if not _AMBIGUOUS.search(text):
        try:
            documents = ryaml.loads_all(text)  # type: ignore[attr-defined]
            return Parsed([document for document in documents if document is not None])
        except (ValueError, RecursionError):
            pass
    try:
        return Parsed([document.data for document in parse_documents(text, path)])
    except InputError as error:
        return Parsed(problems=list(error.problems))
