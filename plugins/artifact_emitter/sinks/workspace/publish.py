"""Replacing an output folder as a whole: a finished copy is built beside it and exchanged with it in one step."""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from foundation.model.run.artifacts import Artifact
from plugins.artifact_emitter.sinks.workspace.exchange import PREVIOUS, is_folder, put_in_place, swap
from plugins.artifact_emitter.sinks.workspace.mounts import mounted_in
from plugins.artifact_emitter.sinks.workspace.record import Record, read_record
from plugins.artifact_emitter.sinks.workspace.settling import Identity, identity_of, settle, take_after
from plugins.artifact_emitter.sinks.workspace.snapshot import Snapshot, folders_above

#: What a folder says that cannot be renamed, or holds what cannot be carried along.
_CANNOT = frozenset({errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM, errno.EROFS, None})


class CannotExchangeError(Exception):
    """The folder cannot be replaced as a whole; nothing was changed."""


class _Beside:
    """The names beside an output folder that a run uses; the lock says that no other run is at it.

    Attributes:
        building: the new folder while it is built.
        staging: the new folder when it is finished, and after the exchange the old one.
        previous: the old folder, where exchanging takes two renames.
        record: the record for the case that the run is killed.
    """

    def __init__(self, target: Path) -> None:
        self.building = target.with_name(f".{target.name}.infra-engineer-building")
        self.staging = target.with_name(f".{target.name}.infra-engineer-staging-new")
        self.previous = self.staging.with_name(self.staging.name + PREVIOUS)
        self.record = target.with_name(f".{target.name}.infra-engineer-record")


def publish(target: Path, files: list[Artifact], ours: Snapshot) -> list[Path]:
    """Replace a folder, in one step, by the given files and what it holds of others.

    Args:
        target: the folder; it may not be there yet.
        files: the files to come.
        ours: what may be removed.

    Returns:
        What others had there and is kept under another name.

    Raises:
        CannotExchangeError: this folder cannot be replaced in this way.
        OSError: nothing was changed.
        UnfinishedError: the files are in place, and something of others is not.
    """
    beside = _Beside(target)
    try:
        beside.building.mkdir()
        carried = _build(target, beside.building, files, ours)
        Record(unknown=identity_of(beside.building), ours=dict(ours)).write(beside.record)
        os.rename(beside.building, beside.staging)
        replaced = put_in_place(beside.staging, target)
    except (OSError, KeyboardInterrupt, SystemExit) as error:
        recover(target)
        if isinstance(error, OSError) and error.errno in _CANNOT and is_folder(target):
            raise CannotExchangeError from error
        raise
    if replaced and mounted_in(beside.staging):  # somebody mounted it in this moment, and it cannot be moved
        Record(ours={file.path: file.digest for file in files}).write(beside.record)
        swap(beside.staging, target)
        recover(target)
        raise CannotExchangeError
    kept = settle(beside.staging, target, ours, carried) if replaced else []
    os.unlink(beside.record)
    return kept


def recover(target: Path) -> list[Path]:
    """Finish or take back what a run that failed or was killed left beside a folder.

    Returns:
        What others had there and is kept under another name.

    Raises:
        OSError: what it left cannot be read or moved.
    """
    beside = _Beside(target)
    record = read_record(beside.record)
    if is_folder(beside.previous) and not os.path.lexists(target):
        os.rename(beside.previous, target)  # killed between two renames: this is the output itself
    if record.unknown is not None and identity_of(beside.staging) == record.unknown:
        os.rename(beside.staging, beside.building)
    if is_folder(beside.building):  # nobody else ever knew it, and what it holds of others are links
        shutil.rmtree(beside.building)
    left = [folder for folder in (beside.staging, beside.previous) if is_folder(folder)]
    kept = [path for folder in left for path in settle(folder, target, record.ours)]
    beside.record.unlink(missing_ok=True)
    return kept


def _build(target: Path, building: Path, files: list[Artifact], ours: Snapshot) -> dict[str, Identity]:
    for folder in dict.fromkeys(os.path.dirname(file.path) for file in files):
        (building / folder).mkdir(parents=True, exist_ok=True)
    for file in files:
        (building / file.path).write_bytes(file.content)
    if not is_folder(target):
        return {}
    coming = {file.path for file in files}
    return _carry_over(target, building, {*ours, *coming, *folders_above(coming)})


def _carry_over(target: Path, building: Path, ours: set[str]) -> dict[str, Identity]:
    """Bring what is not ours along: links to the same files, no copies of their content."""
    folders: list[Path] = []
    carried: dict[str, Identity] = {}
    for relative, names, files in _walk(target):
        if not names and not files:
            (building / relative).mkdir(parents=True, exist_ok=True)
        folders.append(relative)
        for name in [*files, *(name for name in names if (target / relative / name).is_symlink())]:
            path = (relative / name).as_posix()
            if path not in ours:
                (building / relative).mkdir(parents=True, exist_ok=True)
                carried |= _link(target / path, building / path, path)
        # A folder where a file has to be was given up with --overwrite; it is kept beside the file.
        names[:] = [name for name in names if not (building / relative / name).is_file()]
    for relative in reversed(folders):
        if is_folder(building / relative) and is_folder(target / relative):
            take_after(target / relative, building / relative)
    return carried


def _walk(target: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk a folder top down; what cannot be read cannot be carried over and must not get lost."""

    def refuse(error: OSError) -> None:
        if error.errno != errno.ENOENT:  # its owner took it away
            raise error

    for folder, names, files in os.walk(target, onerror=refuse):
        if os.path.exists(folder) and not _can_be_emptied(folder):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
        yield Path(folder).relative_to(target), names, files


def _can_be_emptied(folder: str) -> bool:
    """Tell whether what is in a folder could be moved out of it later, were it replaced."""
    status = os.stat(folder)
    if os.geteuid() in (0, status.st_uid):
        return True
    return os.access(folder, os.W_OK | os.X_OK) and not status.st_mode & stat.S_ISVTX


def _link(source: Path, copy: Path, path: str) -> dict[str, Identity]:
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:  # no hard links here, or not to the files of others
        with suppress(FileNotFoundError):  # its owner took it away
            shutil.copy2(source, copy, follow_symlinks=False)
    identity = identity_of(copy)
    return {path: identity} if identity else {}
