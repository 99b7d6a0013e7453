"""The index of an output folder as somebody gives it: hostile input until its paths are known to be ours."""

from collections.abc import Iterator
from pathlib import Path

from agent.use_cases.recorded.verified_files import read_listed
from foundation.model.errors import InputError, Problem
from foundation.model.parts import PARTS
from plugins.artifact_emitter.index import INDEX, Index, parse_index
from plugins.artifact_emitter.report import REPORT
from plugins.artifact_emitter.sinks.workspace.snapshot import inside

_MEND = "Take another copy of the output, or generate it again from its bundle."
#: An index of this size lists more files than are read.
_LARGEST_INDEX = 16 * 1024 * 1024


def read_output_index(folder: Path) -> Index:
    """Return the index of an output folder, whose paths are all such that a run writes.

    Args:
        folder: the folder.

    Raises:
        InputError: there is no output, or its index lists what no run writes.
    """
    index = _index(folder)
    problems = list(_strange_paths(folder, index))
    if problems:
        raise InputError(*problems)
    return index


def problem_at(code: str, message: str, file: Path, remedy: str = _MEND) -> Problem:
    """Return a problem of a recorded output.

    Args:
        code: its code.
        message: what is wrong.
        file: where.
        remedy: how to mend it.
    """
    return Problem(code=code, message=message, remedy=remedy, file=str(file))


def _index(folder: Path) -> Index:
    if not folder.is_dir():
        remedy = "Name the folder that an earlier run wrote, or a copy of it."
        raise InputError(problem_at("record-missing", "there is no such folder", folder, remedy))
    content = read_listed(folder, INDEX, _LARGEST_INDEX)
    index = parse_index(content) if content is not None else None
    if index is None:
        what = "the index of the output cannot be read" if content is not None else "there is no output in the folder"
        raise InputError(problem_at("record-index", what, folder / INDEX, _outputs_in(folder)))
    return index


def _outputs_in(folder: Path) -> str:
    """Say which outputs are below a folder: those of several components have a folder each."""
    found = sorted(str(path.parent) for pattern in (f"*/{INDEX}", f"*/*/{INDEX}") for path in folder.glob(pattern))
    return f"Name one output: {', '.join(found[:10])}." if found else _MEND


def _strange_paths(folder: Path, index: Index) -> Iterator[Problem]:
    """Yield a problem for each path that no run writes: what a folder says of itself is hostile input."""
    seen: set[str] = set()
    for entry in index.artifacts:
        path = entry.path
        ours = path == REPORT or any(path.startswith(part.folder) for part in PARTS)
        if not inside(path) or not ours or path in seen:
            message = f"the index lists {path!r}" + (" twice" if path in seen else ", which no run writes")
            yield problem_at("record-path", message, folder / INDEX)
        seen.add(path)
