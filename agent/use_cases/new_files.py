"""Writing files that somebody will edit: never over what is there, unless asked to."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.flags import Flag
from foundation.writing.whole import write_whole


def write_new(files: dict[Path, str], force: bool) -> None:
    """Write files.

    Args:
        files: text by path; folders are made.
        force: whether files may be replaced.

    Raises:
        InputError: one of them is there already; nothing is written.
        OutsideError: one of them cannot be written.
    """
    require_new(files, force)
    write_content({path: text.encode() for path, text in files.items()})


def require_new(paths: Iterable[Path], force: bool) -> None:
    """Refuse files that are there already.

    Args:
        paths: the files.
        force: whether files may be replaced.

    Raises:
        InputError: one of them is there already.
    """
    there = [path for path in paths if os.path.lexists(path)]
    if there and not force:
        raise InputError(*(_exists(path) for path in there))


def write_content(files: Mapping[Path, bytes]) -> None:
    """Write files whatever is there.

    Args:
        files: content by path; folders are made.

    Raises:
        OutsideError: one of them cannot be written.
    """
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        except OSError as error:
            message = f"the file cannot be written: {error.strerror}"
            raise OutsideError(
                Problem(code="file-unwritable", message=message, remedy="Check the path.", file=str(path))
            ) from None


def _exists(path: Path) -> Problem:
    return Problem(
        code="file-exists",
        message="the file is there already",
        remedy=f"Choose another name, or replace it with {Flag.FORCE}.",
        file=str(path),
    )
