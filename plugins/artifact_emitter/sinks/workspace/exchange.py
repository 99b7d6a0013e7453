"""Renames that lose nothing: they exchange two things, or refuse to replace one.

Linux (renameat2) and macOS (renamex_np) do both in one system call. Where the file system cannot,
several renames come as close as it allows.
"""

import ctypes
import errno
import os
import stat
import sys
from functools import cache
from pathlib import Path

_AT_FDCWD = -100
#: RENAME_NOREPLACE and RENAME_EXCHANGE of Linux, RENAME_EXCL and RENAME_SWAP of macOS.
_NO_REPLACE, _EXCHANGE = (4, 2) if sys.platform == "darwin" else (1, 2)
#: Ending of the name that something bears while another takes its place in two steps.
PREVIOUS = ".previous"


def put_in_place(finished: Path, target: Path) -> bool:
    """Put ``finished`` where ``target`` is, or will be.

    Returns:
        Whether ``finished`` now holds what ``target`` held.

    Raises:
        OSError: nothing was changed.
    """
    while True:
        try:
            move(finished, target)
        except FileExistsError:
            if swap(finished, target):
                return True
        else:
            return False


def swap(first: Path, second: Path) -> bool:
    """Exchange two things.

    Returns:
        Whether that was done; it is not if the second is gone.

    Raises:
        OSError: nothing was changed.
    """
    try:
        if not _exchange(first, second):
            _two_renames(first, second)
    except FileNotFoundError:
        if os.path.lexists(second) or not os.path.lexists(first):
            raise
        return False
    return True


def move(source: Path, target: Path) -> None:
    """Rename something, and replace nothing.

    Raises:
        FileExistsError: there is something at the target.
        OSError: nothing was changed.
    """
    if _renamed(source, target, _NO_REPLACE):
        return
    if not is_folder(source):
        try:
            os.link(source, target, follow_symlinks=False)  # refuses to replace
        except FileExistsError:
            raise
        except OSError:  # no hard links here
            pass
        else:
            os.unlink(source)
            return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    os.rename(source, target)


def is_folder(path: Path) -> bool:
    """Tell whether something is a folder; a link to one is none."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _exchange(first: Path, second: Path) -> bool:
    return _renamed(first, second, _EXCHANGE)


def _renamed(source: Path, target: Path, flag: int) -> bool:
    """Rename with a flag; ``False`` says that this system or file system does not know it."""
    library = _library()
    names = os.fsencode(source), os.fsencode(target)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], flag)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(names[0], names[1], flag)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(target))


@cache
def _library() -> ctypes.CDLL:
    """Return the system's own library; to open it is to make classes."""
    return ctypes.CDLL(None, use_errno=True)


def _two_renames(finished: Path, target: Path) -> None:
    aside = finished.with_name(finished.name + PREVIOUS)
    os.rename(target, aside)
    try:
        (os.rename if is_folder(finished) else move)(finished, target)
    except OSError:
        os.rename(aside, target)
        raise
    os.rename(aside, finished)
