"""Changes from the command line: ``--set component.replicas=3``."""

import re
from typing import Any

from agent.model.base import FrozenModel
from agent.model.errors import InputError, Problem
from agent.source.document import Document, Path, dotted, parse_documents


class Assignment(FrozenModel):
    """One path and the value to put there."""

    path: list[str | int]
    value: Any
    text: str


def parse_assignment(text: str) -> Assignment:
    """Parse ``path=value``; the value is read as YAML, so ``3`` is a number and ``"3"`` text.

    Raises:
        InputError: the text has no ``=`` or its path or value cannot be read.
    """
    name, separator, raw = text.partition("=")
    parts = re.findall(r"([^.\[\]]+)|\[(\d+)\]", name)
    if not separator or not re.fullmatch(r"[^.\[\]]+(\.[^.\[\]]+|\[\d+\])*", name):
        raise _wrong(text, "it is not of the form path=value", "Write, for example, --set component.replicas=3.")
    path: list[str | int] = [word if word else int(index) for word, index in parts]
    documents = parse_documents(raw, f"--set {text}")
    return Assignment(path=path, value=documents[0].data if documents else None, text=raw)


def apply(document: Document, assignments: list[Assignment]) -> None:
    """Put every assignment into the document, making the mappings on its way.

    Raises:
        InputError: a path runs through a value that is no mapping or list, or past a list's end.
    """
    for assignment in assignments:
        target = document.data
        path: Path = tuple(assignment.path)
        for position, part in enumerate(path[:-1]):
            target = _child(target, part, path, position)
        _put(target, path, assignment)
        if isinstance(assignment.value, (int, float)):
            document.source_text[path] = assignment.text


def _child(target: Any, part: str | int, path: Path, position: int) -> Any:
    if isinstance(target, dict) and isinstance(part, str):
        if target.get(part) is None:
            target[part] = {}
        return target[part]
    if isinstance(target, list) and isinstance(part, int) and part < len(target):
        return target[part]
    raise _no_place(path, position)


def _put(target: Any, path: Path, assignment: Assignment) -> None:
    last = path[-1]
    if isinstance(target, dict) and isinstance(last, str):
        target[last] = assignment.value
    elif isinstance(target, list) and isinstance(last, int) and last <= len(target):
        target[last : last + 1] = [assignment.value]
    else:
        raise _no_place(path, len(path) - 1)


def _no_place(path: Path, position: int) -> InputError:
    where = dotted(path[:position]) or "the bundle"
    return _wrong(dotted(path), f"{where} has no place for {path[position]!r}", "Check the path with `explain`.")


def _wrong(text: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(code="wrong-assignment", message=message, remedy=remedy, file=f"--set {text}"))
