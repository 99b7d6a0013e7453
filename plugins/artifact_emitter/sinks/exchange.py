"""Putting a finished folder in the place of another, in one step.

Linux (renameat2, RENAME_EXCHANGE) and macOS (renamex_np, RENAME_SWAP) exchange two folders
atomically. Elsewhere two renames come as close as the system allows.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_LINUX_EXCHANGE = 2
_MACOS_SWAP = 2
#: Ending of the name that a folder bears while another takes its place in two steps.
PREVIOUS = ".previous"


def put_in_place(finished: Path, target: Path) -> bool:
    """Put ``finished`` where ``target`` is.

    Returns:
        Whether ``finished`` now holds what ``target`` held.

    Raises:
        OSError: nothing was changed.
    """
    if not target.exists():
        os.rename(finished, target)
        return False
    if not _exchange(finished, target):
        _two_renames(finished, target)
    return True


def _exchange(first: Path, second: Path) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(first), os.fsencode(second)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _LINUX_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(names[0], names[1], _MACOS_SWAP)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False  # the file system does not know how to exchange
    raise OSError(code, os.strerror(code), str(second))


def _two_renames(finished: Path, target: Path) -> None:
    aside = finished.with_name(finished.name + PREVIOUS)
    os.rename(target, aside)
    try:
        os.rename(finished, target)
    except OSError:
        os.rename(aside, target)
        raise
    os.rename(aside, finished)
