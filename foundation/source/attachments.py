"""Files that a bundle names by path: their content takes the path's place before anything else looks at it."""

import base64
import copy
from collections.abc import Callable
from typing import Any

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.source.plain import is_portable
from foundation.source.tree import Document, Path, place, shown

#: Returns the bytes of a file by its path relative to the bundle; raises ``InputError``.
FileReader = Callable[[str], bytes]


def attach(document: Document, file: str, read: FileReader | None) -> None:
    """Put the content of every file that is named by path into the document's data.

    Args:
        document: the bundle; it gets data of its own.
        file: its name, for messages.
        read: reads a file; ``None`` where the bundle did not come from a file.

    Raises:
        InputError: with every file that cannot be had.
    """
    problems: list[Problem] = []
    if _file_sets(document.data):
        # The data may be the caller's own, as an MCP client's is.
        document.data = copy.deepcopy(document.data)
    for path, files in _file_sets(document.data):
        paths = files.pop("paths", None)  # data of a program may have one entry in two places
        for name, target in paths.items() if isinstance(paths, dict) else ():
            where = (*path, "paths", name)
            try:
                _put(files, name, target, read)
            except InputError as error:
                problems += (_located(problem, document, where, file) for problem in error.problems)
        if paths is not None and not isinstance(paths, dict):
            files["paths"] = paths  # its mistake is reported with all others
    if problems:
        raise InputError(*problems)


def _file_sets(data: Any) -> "list[tuple[Path, dict[str, Any]]]":
    """Return each entry of a list ``files`` that names paths, wherever in the bundle it stands."""
    found: list[tuple[Path, dict[str, Any]]] = []
    stack: list[tuple[Path, Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            entries = value.get("files")
            for index, entry in enumerate(entries if isinstance(entries, list) else []):
                if isinstance(entry, dict) and entry.get("paths") is not None:
                    found.append(((*path, "files", index), entry))
            stack += (((*path, key), child) for key, child in value.items())
        elif isinstance(value, list):
            stack += (((*path, index), child) for index, child in enumerate(value))
    return sorted(found, key=lambda item: str(item[0]))


def _put(files: dict[str, Any], name: Any, target: Any, read: FileReader | None) -> None:
    for group in ("data", "binary_data"):
        present = files.get(group)
        if isinstance(present, dict) and name in present:
            raise _problem("file-twice", f"{name} is given by path and inline", "Keep one of them.")
    if read is None:
        raise _problem("file-by-path", "there is no folder to take files from", "Give the content inline, under data.")
    if not isinstance(target, str):
        raise _problem("wrong-type", f"the path of {name} must be text", "Write text.")
    content = read(target)
    text = _text(content)
    group, value = ("binary_data", base64.b64encode(content).decode()) if text is None else ("data", text)
    files.setdefault(group, {})
    if isinstance(files[group], dict):
        files[group][name] = value


def _text(content: bytes) -> str | None:
    """Return what can travel as text; everything else travels as bytes."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if is_portable(text) else None


def _located(problem: Problem, document: Document, path: Path, file: str) -> Problem:
    assignment = document.assignment(path)
    if assignment is not None:
        return problem.model_copy(update={"file": f"{Flag.SET} {shown(assignment)}", "path": place(path)})
    line, column = document.position(path)
    return problem.model_copy(update={"file": file, "line": line, "column": column, "path": place(path)})


def _problem(code: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy))
