"""Changes from the command line: ``--set component.replicas=3``."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from foundation.model.credentials import HIDDEN, has_credentials
from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean, dns_label
from foundation.secrets.find import find_secret
from foundation.source.document import parse_documents
from foundation.source.tree import Document, Path, dotted, shown

#: A key or a name, a number in brackets, and a name in brackets, which may hold dots.
_PART = expression(r"([^.\[\]]+)|\[([0-9]{1,9})\]|\[([A-Za-z._][^\[\]]*)\]")
_NAME = expression(r"[^.\[\]]+(\.[^.\[\]]+|\[(?:[0-9]{1,9}|[A-Za-z._][^\[\]]*)\])*")


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
    path = tuple(word or entry or int(index) for word, index, entry in _PART.findall(name))
    text = name + separator + (HIDDEN if find_secret(name, raw) or has_credentials(raw) else raw)
    documents = parse_documents(raw, f"{Flag.SET} {shown(text)}")
    if len(documents) > 1:
        raise _wrong(text, "the value holds more than one document", "Give one value.")
    return Assignment(path=path, value=documents[0] if documents else Document(), text=text)


def apply(document: Document, assignments: Iterable[Assignment]) -> None:
    """Put every assignment into the document, making the mappings and lists on its way.

    An entry of a list is meant by its number, or by its name if it has one: ``components.Orders.replicas``, or
    ``components[Orders].replicas``, as messages write it.

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
    target, path = document.data, list(assignment.path)
    for position, part in enumerate(path[:-1]):
        path[position] = _numbered(target, part)
        child = _child(target, path[position], assignment, position)
        if child in ({}, []):  # made on the way: whatever is wrong with it is the command line's mistake
            document.assigned[tuple(path[: position + 1])] = assignment.text
        target = child
    path[-1] = _numbered(target, path[-1])
    _put(target, path[-1], assignment)
    _note(document, replace(assignment, path=tuple(path)))


def _numbered(target: Any, part: str | int) -> str | int:
    """Return the number of the entry that a name means; the part itself if it means none, or one of several."""
    if not isinstance(target, list) or isinstance(part, int):
        return part
    names = _names(target)
    for same in (str, dns_label):
        meant = [number for number, name in enumerate(names) if name is not None and same(name) == same(part)]
        if len(meant) == 1:
            return meant[0]
    return part


def _names(entries: list[Any]) -> list[str | None]:
    found = [entry.get("name") if isinstance(entry, dict) else None for entry in entries]
    return [name if isinstance(name, str) else None for name in found]


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
            target[part] = [] if isinstance(assignment.path[position + 1], int) else {}
        return target[part]
    if isinstance(target, list) and isinstance(part, int) and part < len(target):
        return target[part]
    raise _no_place(target, assignment, position)


def _put(target: Any, last: str | int, assignment: Assignment) -> None:
    # A copy, because one assignment may go into several documents.
    value = copy.deepcopy(assignment.value.data)
    if isinstance(target, dict) and isinstance(last, str):
        target[last] = value
    elif isinstance(target, list) and isinstance(last, int) and last <= len(target):
        target[last : last + 1] = [value]
    else:
        raise _no_place(target, assignment, len(assignment.path) - 1)


def _note(document: Document, assignment: Assignment) -> None:
    """The file no longer says what is there; the command line does."""
    path = assignment.path
    for places in (document.positions, document.key_positions, document.source_text):
        for known in [known for known in places if known[: len(path)] == path]:
            del places[known]
    document.source_text |= {(*path, *inner): text for inner, text in assignment.value.source_text.items()}
    document.assigned[path] = assignment.text


def _no_place(target: Any, assignment: Assignment, position: int) -> InputError:
    part = assignment.path[position]
    where = dotted(assignment.path[:position]) or "the bundle"
    names = [name for name in _names(target) if name is not None] if isinstance(target, list) else []
    remedy = f"Check the path with `explain`; {where} is no list and no mapping."
    if isinstance(target, list):
        remedy = f"Name an entry by its number, from {where}[0] on; {where}[{len(target)}] adds one."
    elif isinstance(target, dict):
        remedy = f"{where} is a mapping; name one of its keys."
    if names:
        remedy = did_you_mean(str(part), names, f"It holds {', '.join(map(shown, names))}. {remedy}")
    return _wrong(assignment.text, f"{where} has no place for {part!r}", remedy)


def _wrong(text: str, message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="wrong-assignment", message=message, remedy=remedy, file=f"{Flag.SET} {shown(text)}")
    )
