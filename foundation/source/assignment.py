"""Changes from the command line: ``--set component.replicas=3``."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.model.credentials import HIDDEN, has_credentials
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.secrets.find import find_secret
from foundation.source.document import parse_documents
from foundation.source.tree import Document, Path, dotted, shown

_PART = re.compile(r"([^.\[\]]+)|\[([0-9]{1,9})\]")
_NAME = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[[0-9]{1,9}\])*")


@dataclass(frozen=True)
class Assignment:
    """One path and what to put there.

    Attributes:
        path: where.
        value: the parsed value.
        text: the whole assignment, for messages; a secret is left out.
    """

    path: Path
    value: Document
    text: str


def parse_assignment(text: str) -> Assignment:
    """Parse ``path=value``; the value is read as YAML, so ``3`` is a number and ``"3"`` text.

    Raises:
        InputError: the text has no ``=`` or its path or value cannot be read.
    """
    name, separator, raw = text.partition("=")
    if not separator or not _NAME.fullmatch(name):
        raise _wrong(text, "it is not of the form path=value", f"Write, for example, {Flag.SET} component.replicas=3.")
    path = tuple(word or int(index) for word, index in _PART.findall(name))
    text = name + separator + (HIDDEN if find_secret(name, raw) or has_credentials(raw) else raw)
    documents = parse_documents(raw, f"{Flag.SET} {shown(text)}")
    if len(documents) > 1:
        raise _wrong(text, "the value holds more than one document", "Give one value.")
    return Assignment(path=path, value=documents[0] if documents else Document(), text=text)


def apply(document: Document, assignments: Iterable[Assignment]) -> None:
    """Put every assignment into the document, making the mappings on its way.

    Raises:
        InputError: with each assignment that has no place, when all others are made: its path runs through a value
            that is no mapping or list, or past a list's end.
    """
    problems: list[Problem] = []
    for assignment in assignments:
        try:
            _apply(document, assignment)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)


def _apply(document: Document, assignment: Assignment) -> None:
    target = document.data
    for position, part in enumerate(assignment.path[:-1]):
        target = _child(target, part, assignment, position)
    _put(target, assignment)
    _note(document, assignment)


def parse_assignments(texts: Iterable[str]) -> tuple[list[Assignment], list[Problem]]:
    """Parse several assignments; return those that could be, and what is wrong with the others."""
    assignments: list[Assignment] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            assignments.append(parse_assignment(text))
        except InputError as error:
            problems += error.problems
    return assignments, problems


def _child(target: Any, part: str | int, assignment: Assignment, position: int) -> Any:
    if isinstance(target, dict) and isinstance(part, str):
        if target.get(part) is None:
            target[part] = {}
        return target[part]
    if isinstance(target, list) and isinstance(part, int) and part < len(target):
        return target[part]
    raise _no_place(assignment, position)


def _put(target: Any, assignment: Assignment) -> None:
    # A copy, because one assignment may go into several documents.
    value, last = copy.deepcopy(assignment.value.data), assignment.path[-1]
    if isinstance(target, dict) and isinstance(last, str):
        target[last] = value
    elif isinstance(target, list) and isinstance(last, int) and last <= len(target):
        target[last : last + 1] = [value]
    else:
        raise _no_place(assignment, len(assignment.path) - 1)


def _note(document: Document, assignment: Assignment) -> None:
    """The file no longer says what is there; the command line does."""
    path = assignment.path
    for places in (document.positions, document.key_positions, document.source_text):
        for known in [known for known in places if known[: len(path)] == path]:
            del places[known]
    document.source_text |= {(*path, *inner): text for inner, text in assignment.value.source_text.items()}
    document.assigned[path] = assignment.text


def _no_place(assignment: Assignment, position: int) -> InputError:
    where = dotted(assignment.path[:position]) or "the bundle"
    message = f"{where} has no place for {assignment.path[position]!r}"
    return _wrong(assignment.text, message, "Check the path with `explain`.")


def _wrong(text: str, message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="wrong-assignment", message=message, remedy=remedy, file=f"{Flag.SET} {shown(text)}")
    )
