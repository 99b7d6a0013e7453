"""What a run may remove from a folder: what it saw there before, and nothing that came later."""

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from foundation.model.run.artifacts import sha256
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder

#: Mark of each file or link by its path in the folder; one with another mark is somebody else's.
Snapshot = Mapping[str, str]
#: Mark of what is neither a file nor a link; it is never removed.
OTHER = "not a plain file"
#: What stands between slashes in a path that is absolute, leaves its folder, or can be written in fewer words.
_NO_NAMES = frozenset({"", ".", ".."})


def marks_in(folder: Path, known: Iterable[str], coming: Iterable[str]) -> dict[str, str]:
    """Return what a run finds in a folder at its own paths, and where it needs folders; real folders have no mark.

    Args:
        folder: the output folder.
        known: paths of what an earlier run left.
        coming: paths of what this run brings.
    """
    files, folders = {*known, *coming}, folders_above(coming)
    paths = files | folders
    # Most files share their folders, and what is under one that is not there is not there either.
    real = {path for path in folders_above(paths) if is_folder(folder / path)}
    found = {path: mark_of(folder / path) for path in paths if folders_above([path]) <= real}
    return {
        path: mark
        for path, mark in found.items()
        if mark is not None and (path in files or not is_folder(folder / path))
    }


def snapshot_of(
    found: Mapping[str, str], known: Mapping[str, str], coming: Mapping[str, str], overwrite: bool
) -> dict[str, str]:
    """Return what a run may remove.

    Args:
        found: mark of everything at the run's paths, as it was when conflicts were looked for.
        known: SHA-256 by path of what an earlier run left.
        coming: the same of what this run brings.
        overwrite: whether files and links at the paths of files may go, too; what else is in the way never does.
    """
    return {
        path: mark
        for path, mark in found.items()
        if mark in (known.get(path), coming.get(path))
        or (overwrite and mark != OTHER and (path in known or path in coming))
    }


def inside(path: str) -> bool:
    """Tell whether a path is plain and stays in the folder that it is relative to."""
    return _NO_NAMES.isdisjoint(path.split("/")) and "\\" not in path and path.isprintable()


def folders_above(paths: Iterable[str]) -> set[str]:
    """Return every folder that files need, as relative POSIX paths."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def mark_in(folder: Path, path: str) -> str | None:
    """Return the mark of a path in a folder; what is only reached through a link is not in it."""
    return mark_of(folder / path) if all(is_folder(folder / above) for above in folders_above([path])) else None


def mark_of(path: Path) -> str | None:
    """Return a file's SHA-256, or where a link leads; ``None`` if there is nothing."""
    try:
        kind = os.lstat(path).st_mode
        if stat.S_ISLNK(kind):
            return f"a link to {os.readlink(path)}"
        return sha256(path.read_bytes()) if stat.S_ISREG(kind) else OTHER
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):  # its owner took it away
            return None
        raise
