"""Reading files and folders within bounds, and without leaving the folder."""

from collections.abc import Iterator
from pathlib import Path

from foundation.model.errors import InputError, Problem
from foundation.source.document import MAX_BYTES

#: Largest folder that is read; a mistaken path such as / should not be.
MAX_FILES = 10_000
MAX_FOLDER_BYTES = 256 * 1024 * 1024


def read_bounded(path: Path) -> bytes:
    """Return a file's bytes; of one that is too large just enough for ``decode`` to refuse it.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise InputError(problem("file-missing", message, "Check the path and its permissions.", path)) from None


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every regular file below a folder, sorted.

    Raises:
        InputError: there are too many, or a link leads out of the folder; with every such link.
    """
    root = folder.resolve()
    found: list[Path] = []
    outside: list[Problem] = []
    total = 0
    for path in folder.rglob("*"):
        if path.is_symlink() and not _resolves_inside(path, root):
            message, remedy = "the link leads out of the folder, or nowhere", "Replace it by the file."
            outside.append(problem("link-outside", message, remedy, path))
        elif path.is_file():
            found.append(path)
            total += path.stat().st_size
        if len(found) > MAX_FILES or total > MAX_FOLDER_BYTES:
            message = f"the folder holds more than {MAX_FILES} files or {MAX_FOLDER_BYTES // 2**20} MiB"
            raise InputError(problem("folder-too-large", message, "Check the path, or name its parts.", folder))
    if outside:
        raise InputError(*sorted(outside, key=lambda problem: problem.file or ""))
    yield from sorted(found)


def _resolves_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def problem(code: str, message: str, remedy: str, file: Path | str) -> Problem:
    """Return a problem with a file."""
    return Problem(code=code, message=message, remedy=remedy, file=str(file))
