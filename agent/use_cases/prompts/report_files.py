"""Writing reports where somebody wants them: what keeps one from being written is known before the work is done."""

import os
from collections.abc import Mapping
from pathlib import Path

from foundation.model.errors import AgentError, InputError, OutsideError, Problem
from foundation.writing.whole import write_whole


def check_writable(paths: Mapping[str, Path | None]) -> None:
    """Look at every path before the work is done, and make the folders on its way.

    Args:
        paths: path by the option that names it.

    Raises:
        InputError: two options name the same file.
        OutsideError: with every file that cannot be written.
    """
    wanted = {option: path for option, path in paths.items() if path is not None}
    if len({path.absolute() for path in wanted.values()}) < len(wanted):
        message = f"{' and '.join(wanted)} name the same file"
        raise InputError(Problem(code="wrong-option", message=message, remedy="Give each a file of its own."))
    problems = [problem for path in wanted.values() if (problem := _obstacle(path)) is not None]
    if problems:
        raise OutsideError(*problems)


def write_files(texts: Mapping[Path, str]) -> None:
    """Write files; each is complete or as it was before.

    Raises:
        OutsideError: with every file that cannot be written.
    """
    problems: list[Problem] = []
    for path, text in texts.items():
        try:
            _write(path, text)
        except AgentError as error:
            problems += error.problems
    if problems:
        raise OutsideError(*problems)


def write_so_far(texts: Mapping[Path, str]) -> None:
    """Write files that will be written again; devices and pipes, which would keep both, wait for the end.

    Raises:
        OutsideError: with every file that cannot be written.
    """
    write_files({path: text for path, text in texts.items() if _replaceable(path)})


def _replaceable(path: Path) -> bool:
    return path.is_file() or not path.exists()


def _write(path: Path, text: str) -> None:
    content = text.encode(errors="replace")
    try:
        if _replaceable(path):
            write_whole(path, content)
        else:  # a device or a pipe is written to, not replaced
            path.write_bytes(content)
    except OSError as error:
        raise OutsideError(_unwritable(path, error)) from None


def _obstacle(path: Path) -> Problem | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise PermissionError(0, "permission denied")
    except OSError as error:
        return _unwritable(path, error)
    return None


def _unwritable(path: Path, error: OSError) -> Problem:
    message, remedy = f"the file cannot be written: {error.strerror}", "Check the path."
    return Problem(code="file-unwritable", message=message, remedy=remedy, file=str(path))
