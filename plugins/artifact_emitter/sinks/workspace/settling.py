"""Emptying a folder that was replaced: what others have in it moves into the new one, and nothing of it is deleted.

Others may still be writing into the old folder, because they are in it or had looked it up before it was replaced.
So it is never deleted as a tree: each file goes by itself, when it is known to be ours, and the folder goes when the
system says that it is empty.
"""

import errno
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePosixPath

from plugins.artifact_emitter.sinks.workspace.errors import UnfinishedError
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder, move, swap
from plugins.artifact_emitter.sinks.workspace.mounts import mounted_in
from plugins.artifact_emitter.sinks.workspace.snapshot import OTHER, Snapshot, folders_above, mark_of

#: Device and inode: what stays the same whatever name a file has.
Identity = tuple[int, int]
#: Ending of the name under which something is kept whose own name is taken.
KEPT = ".kept"
#: Beginning of the name of a file that is looked at; nobody else knows it by that name.
_TAKEN = ".infra-engineer-taken-"
#: Longest name, in bytes, that still has room for a beginning or an ending.
_LONGEST_NAME = 200
#: How often a folder is emptied into which somebody goes on writing.
_PASSES = 1000


def settle(old: Path, new: Path, ours: Snapshot, carried: Mapping[str, Identity] | None = None) -> list[Path]:
    """Empty and remove a folder.

    Args:
        old: the folder that was replaced.
        new: the folder that is in its place.
        ours: what may be removed.
        carried: files of others that are in the new folder already, by path.

    Returns:
        What is kept under another name than its own.

    Raises:
        UnfinishedError: something cannot be moved; it still is in the old folder.
    """
    settling = _Settling(old, new, ours, carried or {})
    try:
        if mounted := mounted_in(old):
            raise OSError(errno.EBUSY, "another file system is mounted there", str(mounted[0]))
        settling.withdraw()
        settling.folder(PurePosixPath())
    except OSError as error:
        place = error.filename or old
        raise UnfinishedError(f"{place} cannot be moved into {new}: {error.strerror}") from error
    return sorted(settling.renamed)


def keep(path: Path, folder: Path, name: str) -> Path:
    """Move something into a folder, under another name if its own is taken.

    Args:
        path: what to move.
        folder: the folder.
        name: its own name.

    Returns:
        Where it is now.

    Raises:
        OSError: it cannot be moved.
    """
    short = os.fsdecode(os.fsencode(name)[:_LONGEST_NAME])
    names = (name if not number else f"{short}{KEPT}{number if number > 1 else ''}" for number in count())
    for target in (folder / candidate for candidate in names):
        with suppress(FileExistsError):
            move(path, target)
            return target
    raise AssertionError("there is always another name")


def identity_of(path: Path) -> Identity | None:
    """Return which file a name stands for; ``None`` if there is nothing of that name."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def take_after(source: Path, copy: Path) -> None:
    """Give a folder the rights and, where that is allowed, the owner of the one that it replaces."""
    shutil.copystat(source, copy)
    os.utime(copy)
    status = source.stat()
    with suppress(PermissionError):
        os.chown(copy, status.st_uid, status.st_gid)


class _Settling:
    def __init__(self, old: Path, new: Path, ours: Snapshot, carried: Mapping[str, Identity]) -> None:
        self._old = old
        self._new = new
        self._ours = ours
        self._carried = carried
        self._folders = folders_above(ours)
        #: What is kept under another name than its own.
        self.renamed: set[Path] = set()

    def withdraw(self) -> None:
        """Take back what was carried and what its owner took away before the folders changed places."""
        for path, identity in self._carried.items():
            new, name = self._new / path, PurePosixPath(path).name
            if os.path.lexists(self._old / path) or identity_of(new) != identity:
                continue
            taken = _take(new, self._old)
            if taken is not None and identity_of(taken) == identity:
                os.unlink(taken)
            elif taken is not None:  # its owner has put another there in this moment
                self._keep(taken, new.parent, name)
        for path in sorted(folders_above(self._carried), reverse=True):
            if not os.path.lexists(self._old / path):
                with suppress(OSError):
                    os.rmdir(self._new / path)

    def folder(self, relative: PurePosixPath) -> None:
        """Empty and remove one folder of the old tree."""
        folder = self._old / relative
        _open_up(folder)
        for _ in range(_PASSES):
            with os.scandir(folder) as entries:
                found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
            # What a killed run had taken comes first: its name is needed for the next of the same name.
            for name, inner in sorted(found, key=lambda one: not one[0].startswith(_TAKEN)):
                (self._inner if inner else self._file)(relative / name)
            try:
                os.rmdir(folder)
                return
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
        raise OSError(errno.EBUSY, "somebody goes on writing into it", str(folder))

    def _inner(self, relative: PurePosixPath) -> None:
        if str(relative) in self._folders or is_folder(self._new / relative):
            self.folder(relative)
            return
        parent = self._parent(relative)
        try:
            move(self._old / relative, parent / relative.name)
        except FileNotFoundError:  # its owner took it away
            return
        except FileExistsError:
            if is_folder(self._new / relative):  # somebody has made it anew in this moment
                self.folder(relative)
            else:
                self._keep(self._old / relative, parent, relative.name)

    def _file(self, relative: PurePosixPath) -> None:
        if relative.name.startswith(_TAKEN) and relative.name != _TAKEN:  # by a run that was killed
            taken: Path | None = self._old / relative
            relative = relative.with_name(relative.name.removeprefix(_TAKEN))
        else:
            taken = _take(self._old / relative, (self._old / relative).parent)
        if taken is not None and not self._may_go(taken, relative):
            self._keep(taken, self._parent(relative), relative.name)
        elif taken is not None:
            os.unlink(taken)

    def _keep(self, path: Path, folder: Path, name: str) -> None:
        kept = keep(path, folder, name)
        if kept.name != name:
            self.renamed.add(kept)

    def _may_go(self, taken: Path, relative: PurePosixPath) -> bool:
        """Tell whether nothing is lost with a file that nobody else can reach by this name."""
        new, path = self._new / relative, str(relative)
        there, carried = identity_of(new), self._carried.get(path)
        if identity_of(taken) == (carried if there is None else there):
            return True  # it is in the new folder, or was and its owner took it away from there
        if there is not None and carried == there:
            # What was carried is older than this, or only a copy: its owner replaced it meanwhile.
            return swap(taken, new) and identity_of(taken) == there
        if path not in self._ours and there is None:
            return False
        mark = mark_of(taken)
        return mark not in (None, OTHER) and mark in (self._ours.get(path), mark_of(new))

    def _parent(self, relative: PurePosixPath) -> Path:
        """Return the folder of the new tree for something of the old one; it is made like the old one's."""
        if not relative.parts[:-1]:
            self._new.mkdir(exist_ok=True)
            return self._new
        above = relative.parent
        made = _made(self._parent(above) / above.name, self._old / above)
        if made.name != above.name:
            self.renamed.add(made)
        return made


def _made(folder: Path, like: Path) -> Path:
    while not is_folder(folder):
        try:
            folder.mkdir()
            take_after(like, folder)
        except FileExistsError:  # a file of ours has this name now
            folder = folder.with_name(folder.name + KEPT)
    return folder


def _take(path: Path, folder: Path) -> Path | None:
    """Give a file a name that nobody else knows, so that what is looked at is what goes; ``None`` if it is gone."""
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        return path
    taken = folder / (_TAKEN + path.name)
    try:
        move(path, taken)
    except FileNotFoundError:
        return None
    return taken


def _open_up(folder: Path) -> None:
    """Let a folder that nobody may write into be emptied; the new one has its rights already."""
    status = folder.stat()
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        with suppress(PermissionError):
            folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IRWXU)
