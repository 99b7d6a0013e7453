"""A file is there with all of its content, or is as it was: it is written beside its place and then gets its name."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

#: What others may do with a new file or folder before the user's umask takes from it; the system itself applies that.
_FILE, _FOLDER = 0o666, 0o777


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; whoever reads meanwhile sees what was there before.

    Args:
        path: the file, in a folder that is there. What it replaces keeps its rights; a new file gets the usual ones.
        content: all of its content.

    Raises:
        OSError: it cannot be written; nothing was changed.
    """
    waiting = write_beside(path, content)
    try:
        os.replace(waiting, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(waiting)
        raise


def write_beside(path: Path, content: bytes) -> Path:
    """Write what is to become a file into its folder, and return where it waits under a name that nobody else knows.

    Args:
        path: the file.
        content: all of its content.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    waiting = _unknown_name(path)
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            _take_rights(path, file.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(waiting)
        raise
    return waiting


def folder_beside(path: Path) -> Path:
    """Make an empty folder beside one that it is to become, and return it; its rights are the usual ones.

    Raises:
        OSError: it cannot be made.
    """
    waiting = _unknown_name(path)
    os.mkdir(waiting, _FOLDER)
    return waiting


def _unknown_name(path: Path) -> Path:
    return path.with_name(f".new-{secrets.token_hex(8)}")


def _take_rights(path: Path, descriptor: int) -> None:
    """Give a file the rights of the one that it will replace, should there be one."""
    with suppress(FileNotFoundError):
        mode = os.lstat(path).st_mode
        if stat.S_ISREG(mode):
            os.fchmod(descriptor, mode & 0o777)
