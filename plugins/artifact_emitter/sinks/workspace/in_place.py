"""Replacing the files of an output folder one by one, where the folder itself cannot be replaced.

A mount point can be neither renamed nor exchanged, and what is mounted in a folder cannot be carried along. So the
new files are written into a hidden folder inside it first; a journal says what is to happen; then each file is
exchanged with the one in its place. What came out is kept until all is done: a run that fails takes everything back,
and after a killed one the next run does. Only then do old files go, those that are ours.
"""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from foundation.model.run.artifacts import Artifact
from plugins.artifact_emitter.sinks.workspace.errors import UnfinishedError
from plugins.artifact_emitter.sinks.workspace.exchange import PREVIOUS, is_folder, move, put_in_place
from plugins.artifact_emitter.sinks.workspace.journal import Journal, JournalFile, Operation
from plugins.artifact_emitter.sinks.workspace.settling import identity_of, keep
from plugins.artifact_emitter.sinks.workspace.snapshot import Snapshot, folders_above, mark_in, mark_of


def publish_in_place(target: Path, files: list[Artifact], ours: Snapshot) -> list[Path]:
    """Replace, add and remove the files of a folder, all of them or none.

    Args:
        target: the folder.
        files: the files to come.
        ours: what may be removed.

    Returns:
        What others had there and is kept under another name.

    Raises:
        OSError: nothing was changed.
        UnfinishedError: something is not where it belongs; the next run goes on.
    """
    journal = _journal(files, ours, _in_the_way(target, files))
    file = JournalFile(target)
    file.staging.mkdir()
    content = {artifact.path: artifact.content for artifact in files}
    try:
        for number, operation in enumerate(journal.operations):
            if operation.after is not None:
                file.slot(number).write_bytes(content[operation.path])
        file.begin(journal)
        for number, operation in enumerate(journal.operations):
            _apply(target, file.slot(number), operation)
        file.end()
    except (OSError, KeyboardInterrupt, SystemExit):
        recover_in_place(target)
        raise
    return recover_in_place(target)


def recover_in_place(target: Path) -> list[Path]:
    """Finish a save whose files are all in their place, and take any other back.

    Returns:
        What others had there and is kept under another name.

    Raises:
        UnfinishedError: something cannot be moved.
    """
    file = JournalFile(target)
    if not is_folder(file.staging):
        return []
    journal, done = file.read()
    operations = list(enumerate(journal.operations)) if journal else []
    kept: list[Path] = []
    try:
        if not done:
            for number, operation in reversed(operations):
                kept += _take_back(target, file.slot(number), operation)
        for number, operation in operations:
            kept += _clear(target / operation.path, file.slot(number), operation.before if done else operation.after)
        _remove_empty(target, {operation.path for _, operation in operations if operation.after is None and done})
        kept += _remove_staging(target, file)
    except OSError as error:
        raise UnfinishedError(f"{error.filename or target}: {error.strerror}") from error
    return kept


def _in_the_way(target: Path, files: list[Artifact]) -> list[str]:
    """Return what stands where folders have to be."""
    folders = sorted(folders_above(file.path for file in files))
    return [path for path in folders if mark_in(target, path) is not None and not is_folder(target / path)]


def _journal(files: list[Artifact], ours: Mapping[str, str], in_the_way: list[str]) -> Journal:
    """Removals come first: what goes may be a file where a folder has to be."""
    coming = {file.path: file.digest for file in files}
    going = {path: mark for path, mark in ours.items() if path not in coming}
    # What is not known to be ours before is kept beside afterwards.
    marks = dict.fromkeys(in_the_way) | going
    removals = [Operation(path=path, before=mark, after=None) for path, mark in marks.items()]
    others = [
        Operation(path=path, before=ours.get(path), after=digest)
        for path, digest in coming.items()
        if ours.get(path) != digest
    ]
    return Journal(operations=[*removals, *others])


def _apply(target: Path, slot: Path, operation: Operation) -> None:
    place = target / operation.path
    if operation.after is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
    _require_no_link(target, operation.path)
    if operation.after is not None:
        put_in_place(slot, place)
    else:
        with suppress(FileNotFoundError):  # somebody removed it before us
            move(place, slot)


def _take_back(target: Path, slot: Path, operation: Operation) -> list[Path]:
    """Put back what an operation replaced; doing that twice changes nothing."""
    place = target / operation.path
    previous = slot.with_name(slot.name + PREVIOUS)
    # Killed on the way, where one rename takes several steps: a link is made before the other name goes.
    if os.path.lexists(slot) and identity_of(slot) == identity_of(place):
        os.unlink(slot)
    kept: list[Path] = []
    if os.path.lexists(previous) and os.path.lexists(slot):
        kept = _kept(previous, place.parent, place.name)
    elif os.path.lexists(previous):
        os.rename(previous, slot)
    if mark_of(slot) is None:
        # Nothing was replaced, or it is back already. What was added goes, unless somebody changed it since.
        if operation.after is not None and mark_in(target, operation.path) == operation.after:
            move(place, slot)
            _remove_empty(target, {operation.path})
    elif mark_of(slot) != operation.after:
        _require_no_link(target, operation.path)
        put_in_place(slot, place)
    return kept


def _require_no_link(target: Path, path: str) -> None:
    """What is only reached through a link is elsewhere; nobody had a link there when the run began."""
    if any((target / folder).is_symlink() for folder in folders_above([path])):
        raise OSError(errno.ELOOP, "a link has come in its way", str(target / path))


def _clear(place: Path, slot: Path, expected: str | None) -> list[Path]:
    """Remove what an operation left over; what somebody put there meanwhile is kept beside."""
    if not os.path.lexists(slot):
        return []
    if mark_of(slot) == expected:
        os.unlink(slot)
        return []
    return _kept(slot, place.parent, place.name)


def _kept(path: Path, folder: Path, name: str) -> list[Path]:
    """Keep something beside; return where, if that is not its own name."""
    kept = keep(path, folder, name)
    return [kept] if kept.name != name else []


def _remove_empty(target: Path, paths: set[str]) -> None:
    for folder in sorted(folders_above(paths), key=lambda path: len(PurePosixPath(path).parts), reverse=True):
        with suppress(OSError):  # it is not empty, or gone
            os.rmdir(target / folder)


def _remove_staging(target: Path, file: JournalFile) -> list[Path]:
    """Remove the hidden folder; should anybody else have put something into it, that goes to the output folder."""
    kept: list[Path] = []
    for path in sorted(file.staging.iterdir()):
        if file.is_own(path):
            os.unlink(path)
        else:
            kept += _kept(path, target, path.name)
    os.rmdir(file.staging)
    return kept
